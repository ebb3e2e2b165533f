"""What a first visit costs: requests, bytes and time, on a slow phone."""

from tracker.test_suite import find_chromium

# Lighthouse's "slow 4G": kilobits a second, milliseconds of each exchange, and a
# processor four times slower than this one.
KILOBITS, LATENCY, SLOWER = 1638, 150, 4
# Largest contentful paint, and what long tasks block beyond 50 ms each, after it all.
TIMES = """() => new Promise(resolve => {
  let paint = 0, blocked = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) paint = entry.startTime;
  }).observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) blocked += entry.duration - 50;
  }).observe({type: "longtask", buffered: true});
  const elements = document.querySelectorAll("*").length;
  setTimeout(() => resolve([paint, blocked, elements]), 500);
})"""


def weigh(server, paths) -> str:
    """A table of the first visit of each path, in a browser that holds nothing yet."""
    # Of the development requirements, as the browser is of the system.
    from playwright.sync_api import sync_playwright

    chromium = find_chromium()
    if not chromium:
        return "Page weight: no Chromium was found."
    head = "| page | requests | KB | CSS | JS | elements | LCP ms | TBT ms |"
    lines = [head, "|---|" + "--:|" * 7]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        for path in paths:
            lines.append(visit(browser, server.url(path), path))
        browser.close()
    return "\n".join(lines)


def visit(browser, url, path) -> str:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr")
    page = context.new_page()
    session = context.new_cdp_session(page)
    kinds, sizes = {}, {}

    def received(event):
        # The browser draws its own fields of dates by addresses that hold their data.
        if not event["response"]["url"].startswith("data:"):
            kinds[event["requestId"]] = event["type"]

    def finished(event):
        if event["requestId"] in kinds:
            sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.responseReceived", received)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": KILOBITS * 1024 / 8,
            "uploadThroughput": KILOBITS * 1024 / 8,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="networkidle")
    paint, blocked, elements = page.evaluate(TIMES)
    context.close()

    def kilobytes(*wanted):
        return (
            sum(n for k, n in sizes.items() if not wanted or kinds[k] in wanted) / 1024
        )

    return (
        f"| {path} | {len(sizes)} | {kilobytes():.1f} | {kilobytes('Stylesheet'):.1f} "
        f"| {kilobytes('Script'):.1f} | {elements:,} | {paint:,.0f} | {blocked:,.0f} |"
    )
