"""The nouns: what the tracker records."""

from commitments.models.answers import Answer, AnswerText, PublishedText, Question
from commitments.models.api import ApiToken, KeptAnswer
from commitments.models.audit import Change
from commitments.models.bodies import Body, BodyLabel, Theme
from commitments.models.commitments import Commitment, Passage, Relation
from commitments.models.follow_up import (
    Assessment,
    Deadline,
    Evidence,
    Measurement,
    Reply,
)
from commitments.models.intake import (
    ImportMark,
    ImportProblem,
    ImportRun,
    Suggestion,
)
from commitments.models.mail import OutgoingMail
from commitments.models.mistakes import MistakeReport
from commitments.models.people import User
from commitments.models.search import SearchWord
from commitments.models.subscriptions import Subscriber, Subscription
from commitments.models.version import DataVersion
from commitments.models.words import AnswerWord, CommitmentWord

__all__ = [
    "Answer",
    "AnswerText",
    "AnswerWord",
    "ApiToken",
    "Assessment",
    "Body",
    "BodyLabel",
    "Change",
    "Commitment",
    "CommitmentWord",
    "DataVersion",
    "Deadline",
    "Evidence",
    "ImportMark",
    "ImportProblem",
    "ImportRun",
    "KeptAnswer",
    "Measurement",
    "MistakeReport",
    "OutgoingMail",
    "Passage",
    "PublishedText",
    "Question",
    "Relation",
    "Reply",
    "SearchWord",
    "Subscriber",
    "Subscription",
    "Suggestion",
    "Theme",
    "User",
]
