-- Arguments: a file of paths, whether each request is unlike all others, and a header.
-- Walks the paths from a place of its own, and prints one line of JSON at the end.
local paths, header, is_cold, place, count = {}, nil, false, 0, 0

function init(arguments)
  for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
  is_cold = arguments[2] == "cold"
  if arguments[3] then
    local name, value = arguments[3]:match("^(.-): (.*)$")
    header = { [name] = value }
  end
  math.randomseed(tonumber(tostring({}):match("0x(%x+)"), 16) % 2147483647)
  place = math.random(#paths)
  count = math.random(1000000000)
end

function request()
  place = place % #paths + 1
  local path = paths[place]
  if is_cold then
    count = count + 1
    path = path .. (path:find("?", 1, true) and "&" or "?") .. "utm_bench=" .. count
  end
  return wrk.format("GET", path, header)
end

function done(summary, latency)
  local e = summary.errors
  local function at(p) return latency:percentile(p) / 1e3 end
  print(string.format('JSON {"n":%d,"s":%f,"bad":%d,"p50":%f,"p95":%f}',
    summary.requests, summary.duration / 1e6,
    e.connect + e.read + e.write + e.status + e.timeout, at(50), at(95)))
end
