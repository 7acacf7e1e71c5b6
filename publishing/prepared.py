"""Queries of readers' pages, made into SQL once and then only filled in; on PostgreSQL prepared there too.

    @prepared
    def live_at(slug: str, at: datetime) -> QuerySet[ArticleEdition]:
        return ArticleEdition.objects.live(at).filter(slug=slug).select_related("main_image")

    rows = live_at("a-slug", at=moment)

The function is run once a connection, with stand-ins for its parameters: moments, whole numbers and words,
or collections of numbers or words for `IN`. What its SQL is, where the stand-ins are in it and how a row
becomes an instance is kept; afterwards the values take their places. The rows are those of the queryset
itself, which a test compares for each (`plain` is the function as it was written).

Only what goes to the database as it is can be filled in: no `contains`, no number of rows, no NULL, and
nothing that Python decides on. What has a stand-in that cannot be found again is refused at once.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import update_wrapper
from inspect import signature
from itertools import count
from typing import Any, Generic, ParamSpec, TypeVar, get_origin, get_type_hints

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
)
from django.db.models.signals import post_init, pre_init

from publishing.kept_plans import fetched

P = ParamSpec("P")
R = TypeVar("R")

FULL = 4
"""Collections are filled up to a multiple of this by repeating their last, so that few lengths are kept."""
MOST = 64
"""Longer collections are asked for as the queryset does it: hardly any two have the same length."""
LARGEST = 2**63
QUERIES: "list[Prepared[Any, Any]]" = []
"""Every query there is, for the test that compares them."""

Values = Mapping[str, Any]
Place = tuple[int, str, int | None]
"""Where in the parameters a value goes: the position, the name, and which one of a collection."""


class NotFillable(TypeError):
    """Raised where a query cannot be filled in: the program is wrong, not the data."""


class Prepared(Generic[P, R]):
    """One query; called like the function it was made of, it returns the rows."""

    def __init__(self, build: Callable[P, Iterable[R]]) -> None:
        self.plain: Any = build
        hints = get_type_hints(build)
        self.kinds = {name: _kind(name, hints.get(name)) for name in signature(build).parameters}
        self._names = tuple(self.kinds)
        self._many = tuple(name for name, (_, is_many) in self.kinds.items() if is_many)
        self.name = getattr(build, "__name__", "A query")
        update_wrapper(self, build)
        QUERIES.append(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Return the rows, each as the queryset would have it."""
        values: dict[str, Any] = dict(zip(self._names, args, strict=False)) | kwargs
        lengths = []
        for name in self._many:
            values[name] = filled = _filled(values[name])
            lengths.append(len(filled))
        if any(length > MOST for length in lengths) or not all(map(_fits, values.values())):
            return list(self.plain(**values))
        connection: Any = connections[DEFAULT_DB_ALIAS]
        return self.compiled(connection, lengths).rows(connection, values)

    def compiled(self, connection: Any, lengths: Sequence[int] = ()) -> "Compiled":
        """Return its SQL for collections of these lengths."""
        kept = connection.__dict__.setdefault("compiled_queries", {})
        key = (self, *lengths)
        compiled: Compiled | None = kept.get(key)
        if compiled is None:
            compiled = kept[key] = self._compiled(connection, dict(zip(self._many, lengths, strict=True)))
        return compiled

    def first(self, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return the first row, or None; that no more are asked for is for the query to say."""
        rows = self(*args, **kwargs)
        return rows[0] if rows else None

    def _compiled(self, connection: Any, lengths: Mapping[str, int]) -> "Compiled":
        numbers = count()
        stand_ins: dict[str, Any] = {
            name: [kind(next(numbers)) for _ in range(lengths[name])] if is_many else kind(next(numbers))
            for name, (kind, is_many) in self.kinds.items()
        }
        queryset = self.plain(**stand_ins)
        if queryset._prefetch_related_lookups or queryset._known_related_objects:
            raise NotFillable(f"{self.name} asks for more than one query says.")
        return Compiled.of(queryset, connection, stand_ins, name=self.name)


def prepared(build: Callable[P, Iterable[R]]) -> Prepared[P, R]:
    """Make a function that returns a queryset into one that returns its rows, its SQL made once."""
    return Prepared(build)


PARTS = 48
"""How many queries are asked as one statement."""


def at_once(asked: Sequence[tuple[Prepared[Any, Any], Mapping[str, Any]]]) -> list[list[Any]]:
    """Return the rows of each of several queries with their values, as few statements as that takes.

    They have the same columns, and no collections for `IN`. Those of one query come together and are filled
    up by repeating the last, so that few statements are kept; the rows of one stay in its order where they
    are sorted by their columns, which is for the caller to see to.
    """
    found: list[list[Any]] = [[] for _each in asked]
    queries = dict.fromkeys(query for query, _values in asked)
    ordered = [
        number
        for query in queries
        for number in _filled(place for place, (own, _values) in enumerate(asked) if own is query)
    ]
    for start in range(0, len(ordered), PARTS):
        some = ordered[start : start + PARTS]
        for part, row in _rows_of_all([asked[number] for number in some]):
            # One that was repeated comes again, and its rows with it.
            if some.index(some[part]) == part:
                found[some[part]].append(row)
    return found


def _rows_of_all(asked: Sequence[tuple[Prepared[Any, Any], Mapping[str, Any]]]) -> Iterator[tuple[int, Any]]:
    connection: Any = connections[DEFAULT_DB_ALIAS]
    compiled = [query.compiled(connection) for query, _values in asked]
    # A part may end with a limit, which SQLite allows in a query of its own alone.
    sql = " UNION ALL ".join(
        f"SELECT {number} AS part, one.* FROM ({part.sql}) AS one" for number, part in enumerate(compiled)
    )
    parameters: list[Any] = []
    for part, (_query, values) in zip(compiled, asked, strict=True):
        parameters += part.filled_in(connection, values)
    rows = fetched(connection, sql, parameters)
    for number, *row in rows:
        part = compiled[number]
        yield number, part.instances(part.converted([row], connection))[0]


@dataclass(frozen=True)
class Compiled:
    """The SQL of one query on one connection, where values go in it, and what becomes of its rows."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[Place, ...]
    width: int
    converters: tuple[tuple[int, Sequence[Any], Any], ...]
    instances: Callable[[Iterable[Any]], list[Any]]

    @classmethod
    def of(cls, queryset: Any, connection: Any, stand_ins: Values, *, name: str) -> "Compiled":
        """Make it of a queryset that was built with stand-ins."""
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return cls("", (), (), 0, (), list)
        expressions = [chosen[0] for chosen in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(expressions)
        return cls(
            sql=sql,
            parameters=tuple(parameters),
            places=tuple(_places(parameters, stand_ins, connection, name=name)),
            width=compiler.col_count if compiler.has_extra_select else 0,
            converters=tuple((place, *found) for place, found in converters.items()),
            instances=_instances_of(queryset, compiler),
        )

    def rows(self, connection: Any, values: Values) -> list[Any]:
        """Return what the database holds for these values."""
        if not self.sql:
            return []
        rows = fetched(connection, self.sql, self.filled_in(connection, values))
        if self.width:
            rows = [row[: self.width] for row in rows]
        if self.converters:
            rows = self.converted(rows, connection)
        return self.instances(rows)

    def filled_in(self, connection: Any, values: Values) -> list[Any]:
        """Return the parameters with these values."""
        adapt = connection.ops.adapt_datetimefield_value
        adapted = {name: adapt(value) for name, value in values.items() if isinstance(value, datetime)}
        parameters = list(self.parameters)
        for position, name, number in self.places:
            value = adapted[name] if name in adapted else values[name]
            parameters[position] = value if number is None else value[number]
        return parameters

    def converted(self, rows: Iterable[Any], connection: Any) -> list[list[Any]]:
        """Return rows with the values that Python has for what the database gave."""
        changed = [list(row) for row in rows]
        for position, converters, expression in self.converters:
            for row in changed:
                value = row[position]
                for convert in converters:
                    value = convert(value, expression, connection)
                row[position] = value
        return changed


# -- parameters ----------------------------------------------------------------------------------------------


def _moment(number: int) -> datetime:
    return datetime(1801, 1, 1, tzinfo=UTC) + timedelta(hours=number)


def _number(number: int) -> int:
    # As large as any kind of whole number may be, so that Django compares it as it would any.
    return 1_801_000_000 + number


def _word(number: int) -> str:
    return f"stand-in-{number:04}"


STAND_INS: dict[Any, Callable[[int], Any]] = {datetime: _moment, int: _number, str: _word}


def _kind(name: str, hint: Any) -> tuple[Callable[[int], Any], bool]:
    """Return what makes stand-ins for a parameter, and whether it is a collection."""
    is_many = get_origin(hint) in (Sequence, Collection, Iterable, list)
    inner = hint.__args__[0] if is_many else hint
    if inner not in STAND_INS:
        raise NotFillable(f"{name} must be a moment, a whole number or a word, or a collection of them.")
    return STAND_INS[inner], is_many


def _filled(values: Iterable[Any]) -> list[Any]:
    """Return a collection filled up to a length that is kept."""
    filled = list(values)
    return filled + filled[-1:] * (-len(filled) % FULL)


def _fits(value: Any) -> bool:
    """Tell whether it can take a stand-in's place: what no column can hold is for Django to compare."""
    if isinstance(value, list):
        return all(map(_fits, value))
    return not isinstance(value, int) or -LARGEST <= value < LARGEST


def _places(parameters: Sequence[Any], stand_ins: Values, connection: Any, *, name: str) -> Iterator[Place]:
    """Yield where each stand-in is; each must be somewhere, and nowhere as a part of something else."""
    wanted = dict(_each(stand_ins, connection))
    missing = set(wanted.values())
    words = [value for value in wanted if isinstance(value, str)]
    for position, value in enumerate(parameters):
        # By its type too: True is 1 for a dictionary.
        place = wanted.get(value) if isinstance(value, str | int | datetime) else None
        if place is not None:
            missing.discard(place)
            yield position, *place
        elif isinstance(value, str) and any(word in value for word in words):
            raise NotFillable(f"{name} makes something of a value before it is asked for.")
    if missing:
        raise NotFillable(f"{name} does not ask for {', '.join(sorted({each[0] for each in missing}))}.")


def _each(stand_ins: Values, connection: Any) -> Iterator[tuple[Any, tuple[str, int | None]]]:
    """Yield every stand-in as the database gets it, with its name and its number in a collection."""
    for name, value in stand_ins.items():
        if isinstance(value, list):
            yield from ((each, (name, number)) for number, each in enumerate(value))
        elif isinstance(value, datetime):
            yield connection.ops.adapt_datetimefield_value(value), (name, None)
        else:
            yield value, (name, None)


# -- rows ----------------------------------------------------------------------------------------------------


def _instances_of(queryset: Any, compiler: Any) -> Callable[[Iterable[Any]], list[Any]]:
    """Return what makes of rows what the queryset would."""
    kind = queryset._iterable_class
    if kind is ModelIterable:
        return Instances.of(compiler, queryset.db)
    if kind is FlatValuesListIterable:
        return lambda rows: [row[0] for row in rows]
    if kind is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if kind is ValuesIterable:
        query = queryset.query
        names = list(query.selected or [*query.extra_select, *query.values_select, *query.annotation_select])
        return lambda rows: [dict(zip(names, row, strict=True)) for row in rows]
    raise NotFillable(f"What {kind.__name__} makes of rows is not known here.")


@dataclass(frozen=True)
class Instances:
    """How rows become instances, with those that were selected with them and with their annotations.

    Django's own way runs `__init__` over every field of every row; what it leaves is written at once here.
    """

    model: Any
    names: tuple[str, ...]
    first: int
    last: int
    key: int
    related: "tuple[tuple[Instances, Callable[..., None], Callable[..., None]], ...]"
    annotations: tuple[tuple[str, int], ...]
    alias: str
    is_plain: bool

    @classmethod
    def of(cls, compiler: Any, alias: str) -> "Instances":
        """Take it from a compiler that has made its SQL."""
        annotations = tuple((compiler.annotation_col_map or {}).items())
        return cls._of_class(compiler.klass_info, compiler.select, annotations, alias)

    @classmethod
    def _of_class(cls, info: Any, select: Any, annotations: Any, alias: str) -> "Instances":
        if info.get("from_parent"):
            raise NotFillable("What is selected together with a parent is not known here.")
        model, places = info["model"], info["select_fields"]
        first, last = places[0], places[-1] + 1
        names = tuple(chosen[0].target.attname for chosen in select[first:last])
        related = tuple(
            (cls._of_class(each, select, (), alias), each["local_setter"], each["remote_setter"])
            for each in info.get("related_klass_infos", ())
        )
        is_heard = any(signal.has_listeners(model) for signal in (pre_init, post_init))
        from_db = vars(Model)["from_db"].__func__
        is_own = model.__init__ is not Model.__init__ or model.from_db.__func__ is not from_db
        key = first + names.index(model._meta.pk.attname)
        return cls(model, names, first, last, key, related, annotations, alias, not (is_heard or is_own))

    def __call__(self, rows: Iterable[Any]) -> list[Any]:
        return [self.instance(row) for row in rows]

    def instance(self, row: Any) -> Any:
        """Return the instance of one row."""
        values = row[self.first : self.last]
        if self.is_plain:
            instance = self.model.__new__(self.model)
            state = ModelState()
            state.adding, state.db = False, self.alias
            instance.__dict__.update(zip(self.names, values, strict=True), _state=state)
        else:
            instance = self.model.from_db(self.alias, self.names, values)
        for other, set_here, set_there in self.related:
            found = None if row[other.key] is None else other.instance(row)
            set_here(instance, found)
            if found is not None:
                set_there(found, instance)
        for name, position in self.annotations:
            setattr(instance, name, row[position])
        return instance
