"""Whether something leads to a row, asked for each row that is looked at and for no other."""

from typing import Any

from django.db.models import Subquery
from django.db.models.lookups import IsNull


def there_is(rows: Any) -> IsNull:
    """Return, as part of a query, whether there is any of these rows, which name the row outside.

    EXISTS says the same, but PostgreSQL may answer that for all rows there are before it looks at the
    first: of a list that shows fifty of a million it would read every version ever published.
    """
    return IsNull(Subquery(rows.order_by().values("pk")[:1]), False)
