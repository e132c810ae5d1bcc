"""``Extractor``: article in, observations out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pipeline.catalogue.linker import IndicatorLinker
from pipeline.choosing.chooser import read_chooser
from pipeline.choosing.scene import Scene
from pipeline.errors import InputError
from pipeline.extract.confidence import Confidence
from pipeline.extract.features import rules_of
from pipeline.extract.observe import Observer, Place
from pipeline.extract.reading import read
from pipeline.extract.settle import settle
from pipeline.extract.trace import trace
from pipeline.lexicon.additions import read_additions
from pipeline.lexicon.indicators import read_catalogue
from pipeline.linking.linker import link_article
from pipeline.matching.cues import CueFinder
from pipeline.models import DEFAULT_MODEL, open_model
from pipeline.schema import Article
from pipeline.values.additions import AddedUnits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from pipeline.extract.reading import Reading
    from pipeline.extract.trace import Trace
    from pipeline.linking.figure import Figure
    from pipeline.models import Model
    from pipeline.schema import Observation
    from pipeline.text.normal import NormalText


class Judged(NamedTuple):
    """A row, its features, and the rule that filled each field that is scored."""

    row: Observation
    features: tuple[str, ...]
    rules: Mapping[str, str]


class Survey(NamedTuple):
    """What was seen in an article, and its linked figures with their rows."""

    reading: Reading
    figures: Sequence[tuple[Figure, Observation]]


class Extractor:
    """Gives the figures of articles; keeps nothing from one article to the next.

    Args:
        model: the name of a model, a path to its folder, or a model at hand.

    Attributes:
        model: the name of the model in use.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """

    def __init__(self, *, model: str | Model = DEFAULT_MODEL) -> None:
        opened = open_model(model)
        self.model = opened.name
        catalogue = read_catalogue(opened)
        additions = read_additions(opened)
        self._cues = CueFinder(catalogue.measured_names(), additions)
        self._units = AddedUnits(additions)
        self._confidence = Confidence(opened)
        self._chooser = read_chooser(opened)
        self._observer = Observer(
            self.model, IndicatorLinker(catalogue), self._confidence
        )

    def extract(
        self, article: Article | str, published: str | None = None
    ) -> tuple[Observation, ...]:
        """Give every figure of an article, in the order of the text.

        Offsets count in the text as given, whatever its normal form and line ends;
        an empty text has no figures.

        Args:
            article: an article, or the text of one without an id.
            published: the date of publication, where the article does not tell it.

        Raises:
            InputError: the date of publication is unreadable.
        """
        given = _dated(article, published)
        reading = read(given, self._cues, self._units)
        if not reading.amounts:
            return ()
        sha256 = reading.sha256
        return tuple(
            self._observer.observe(given, sha256, reading.normal, figure, place)
            for figure, place in self._figures(reading)
        )

    def stream(
        self,
        articles: Iterable[Article],
        *,
        on_fault: Callable[[InputError], None] | None = None,
    ) -> Iterator[Observation]:
        """Give the observations of many articles, in order, one article in memory.

        Args:
            articles: taken one at a time, when the figures before are used up.
            on_fault: told of each article at fault, which is left out then.

        Raises:
            InputError: an article is at fault and there is no ``on_fault``.
        """
        for article in articles:
            try:
                found = self.extract(article)
            except InputError as fault:
                if on_fault is None:
                    raise
                on_fault(fault)
                continue
            yield from found

    def to_frame(
        self,
        articles: Iterable[Article],
        *,
        on_fault: Callable[[InputError], None] | None = None,
    ) -> pd.DataFrame:
        """Give the table of many articles: a row per figure, the columns of C3.

        Args:
            articles: as in ``stream``.
            on_fault: as in ``stream``.

        Raises:
            InputError: as in ``stream``, or a number has more digits than fit.
        """
        # The table belongs to a sibling room; it is looked into only when asked for.
        from pipeline.io.tables import to_frame

        return to_frame(self.stream(articles, on_fault=on_fault))

    def explain(self, article: Article | str, published: str | None = None) -> Trace:
        """Give how the figures of an article came about.

        Args:
            article: as in ``extract``.
            published: as in ``extract``.

        Raises:
            InputError: the date of publication is unreadable.
        """
        given = _dated(article, published)
        reading = read(given, self._cues, self._units, whole=True)
        sha256 = reading.sha256
        figures = self._figures(reading)
        rows = [
            self._observer.observe(given, sha256, reading.normal, figure, place)
            for figure, place in figures
        ]
        return trace(reading, figures, rows, self._confidence)

    def judged(self, article: Article) -> Iterator[Judged]:
        """Give the figures of an article with what their confidence rests on.

        Training learns from it how far a row is to be trusted.

        Raises:
            InputError: as in ``extract``.
        """
        reading = read(article, self._cues, self._units, whole=True)
        for figure, place in self._figures(reading):
            row = self._observer.observe(
                article, reading.sha256, reading.normal, figure, place
            )
            features = self._observer.features(reading.normal, figure, place)
            yield Judged(row, features, rules_of(figure, place))

    def survey(self, article: Article | str) -> Survey:
        """Give all that was seen in an article, with the row of each linked figure.

        Offsets of the reading and the figures count in its NFC text, those of the rows
        in the text as given.

        Raises:
            InputError: the date of publication is unreadable.
        """
        given = _dated(article, None)
        reading = read(given, self._cues, self._units)
        if not reading.amounts:
            return Survey(reading, ())
        sha256 = reading.sha256
        rows = (
            (figure, self._observer.observe(given, sha256, reading.normal, figure, at))
            for figure, at in self._figures(reading)
        )
        return Survey(reading, tuple(rows))

    def scene(self, article: Article) -> tuple[NormalText, Scene]:
        """Give an article as linking leaves it, with its text in NFC.

        Training learns from it what to choose.

        Raises:
            InputError: as in ``extract``.
        """
        reading = read(article, self._cues, self._units, whole=True)
        return reading.normal, self._linked(reading)

    def _linked(self, reading: Reading) -> Scene:
        text, folded, sentences = reading.text, reading.folded, reading.inputs()
        figures = link_article(text, folded, sentences, reading.date)
        scene = Scene(text, folded, sentences, figures, reading.date)
        self._chooser.revise(scene)
        return scene

    def _figures(self, reading: Reading) -> list[tuple[Figure, Place]]:
        return settle(reading, self._linked(reading).figures)


def _dated(article: Article | str, published: str | None) -> Article:
    if isinstance(article, str):
        return Article(id="", text=article, published=published)
    if published is None or article.published is not None:
        return article
    return replace(article, published=published)
