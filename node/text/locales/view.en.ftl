## Why a query is not answered

view-ambiguous = The column `{ $column }` is in several tables. Write the name of the table before it: `observations.{ $column }`.
view-as-said = The query is not answered: { $said }
view-busy = Too many queries are running. Ask again in a moment.
view-compute = A value cannot be computed: a division by zero, or a number out of range.
view-function-huge = The function { $name } is not offered: it can make texts of any length.
view-function-unsteady = The function { $name } is not offered: its answer does not depend on the data alone.
view-gap-names = The gaps of the query must be `?`, or `$1`, `$2` and so on without one missing.
view-gap-rows = Values for the gaps of a query are one row. Ask once for each row.
view-gap-unreadable = The values for the gaps of the query cannot be read: { $said }
view-gap-value = A value does not fit its gap: { $said }
view-gaps = Gaps in the query (`?` or `$1`): { $gaps }. Values that were given for them: { $values }.
view-internal = This node cannot answer the query.
view-no-column = There is no column `{ $name }`.
view-no-column-but = There is no column `{ $name }`. Did you mean `{ $nearest }`?
view-no-function = There is no function `{ $name }`.
view-no-function-but = There is no function `{ $name }`. Did you mean `{ $nearest }`?
view-no-table = There is no table `{ $name }`. SHOW TABLES lists them.
view-no-table-but = There is no table `{ $name }`. Did you mean `{ $nearest }`?
view-not-a-query = Only SELECT, WITH, VALUES, EXPLAIN, DESCRIBE and SHOW TABLES are answered.
view-not-one = Ask one query at a time.
view-out-of-memory = The query needs more than { $limit } MiB of memory. Ask for fewer rows or columns.
view-search-filter = There is no filter { $name }. Did you mean { $nearest }? Filters are written as eepm=4 or population=BLACK,NEWCOMER.
view-search-texts = { $name } takes texts in single quotes: first the words, then filters, each like eepm=4.
view-search-too-long = The words to look for are longer than { $limit } characters.
view-slower-than = The query takes longer than { $limit } seconds. Ask for less at a time.
view-slower-than-ms = The query takes longer than { $limit } milliseconds. Ask for less at a time.
view-syntax = This is not a query: { $said }
view-syntax-at = This is not a query (line { $line }, column { $column }): { $said }
view-too-deep = The query nests more than { $limit } deep. Use IN for a long list.
view-too-long = The query is longer than { $limit } KiB.
view-too-many-gaps = The query has more than { $limit } gaps.
view-too-many-parts = The query has more than { $limit } parts (SELECT, JOIN, tables).
view-too-many-rows = The answer has more than { $limit } rows.
view-too-many-values = The filter { $column } names more than { $limit } values.
view-too-many-words = The query has more than { $limit } words and signs.
view-twice = The column `{ $column }` is there twice. Give one of them another name with AS.
view-unordered = DISTINCT inside { $name } has no fixed order. Select the distinct rows first.
view-unreadable = A value cannot be read as a number or a date. Compare texts with texts, in quotation marks, and numbers with numbers.
view-warn-hidden = Hidden figures (status x) are not in the sum: it is a lower bound.
view-warn-mean = { $indicator } is a mean. Means do not add up; weight them: sum(value * n) / sum(n).
view-warn-mixed = Totals stand beside their parts in { $columns }, and the sum adds up both. Choose one value of each (totals are _T), or group by it.
view-warn-persons = { $indicator } counts each person once in a period. Over several periods persons do not add up.
view-warn-stock = { $indicator } is what there was at the end of a period. Over several periods it does not add up.
