"""Tables: a DataFrame where pandas is present, else columns of NumPy by name."""

import numpy as np


class Table:
    """Rows with named columns: table["loss"] is an array, table.rows the rows as dictionaries."""

    def __init__(self, rows):
        self.rows = list(rows)
        self.columns = list(dict.fromkeys(key for row in self.rows for key in row))

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, column):
        if column not in self.columns:
            raise KeyError(f"no column '{column}'; there are {', '.join(self.columns)}")
        values = [row.get(column) for row in self.rows]
        if any(isinstance(value, (dict, list)) for value in values):
            array = np.empty(len(values), dtype=object)
            array[:] = values
            return array
        if all(value is None or isinstance(value, (int, float)) and not isinstance(value, bool) for value in values) and None in values:
            return np.array([np.nan if value is None else value for value in values])
        return np.array(values)

    def where(self, **equal):
        """The rows in which columns have these values."""
        return Table(row for row in self.rows if all(row.get(column) == value for column, value in equal.items()))

    def __repr__(self):
        return f"{len(self)} rows: {', '.join(self.columns)}"


def table(rows, pandas=None):
    """A DataFrame of the rows, or a Table; pandas -- True or False; None for where it is present."""
    rows = list(rows)
    if pandas is not False:
        try:
            from pandas import DataFrame
            return DataFrame(rows)
        except ImportError:
            if pandas:
                raise
    return Table(rows)
