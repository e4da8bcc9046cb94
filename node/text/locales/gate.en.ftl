# What the gate says: places, problems (FL-E1xx) and the reasons of a verdict.

## Places

gate-place-cell = { $more ->
    [0] line { $line }, column “{ $column }”
   *[other] line { $line } and { $more } more, column “{ $column }”
}
gate-place-draft = the figures
gate-place-field = { $field }, line { $line }
gate-place-file = the file
gate-place-key = { $path }
gate-place-line = line { $line }
gate-place-metric = { $indicator }
gate-place-note = the note
gate-place-recipe = the recipe
gate-place-release = the release
gate-place-row = { $more ->
    [0] line { $line }
   *[other] line { $line } and { $more } more
}
gate-place-settings = the settings

## Files written by hand (TOML)

gate-e101-what = This is not TOML.
gate-e101-what-twice = “{ $name }” is there twice.
gate-e101-remedy-twice = Put all of it in one place.
gate-e101-remedy = Look for a missing quotation mark, bracket or equals sign on this line.
gate-e102-what = Nothing has this name.
gate-e102-remedy = Remove it, or look up the right name in the manual.
gate-e102-remedy-nearest = Did you mean “{ $nearest }”?
gate-e103-what = This is missing.
gate-e103-remedy = Add it.
gate-e104-what = This cannot stand here.
gate-e104-remedy = { $expected ->
    [bands] Give each number to one band only: these overlap.
    [direction] Write "up", "down" or "neutral".
    [flag] Write true or false, without quotation marks.
    [format] Write the date pattern with YYYY, MM and DD, such as "DD/MM/YYYY".
    [grains] List some of "month", "quarter", "year", "fiscal_year" and "school_year".
    [kind] Write "flow", "stock", "unique", "ratio" or "mean".
    [number] Write a whole number, without quotation marks.
    [once] Describe each indicator once only.
    [period] Write periods like 2025, 2025-Q3, 2025-09, FY2024-25 or SY2024-25.
    [range] Give at_most a number that is not below at_least.
    [sensitivity] Write "general", "identity" or "community".
    [table] Write a table, such as { "{" } key = "value" { "}" }.
    [tables] Write a list of tables, such as [{ "{" } key = "value" { "}" }].
    [texts] Write a list of texts, such as ["one", "two"].
   *[text] Write a text between quotation marks.
}
gate-e104-remedy-period = Write “{ $nearest }”.
gate-e110-what = This would change the standard catalogue.
gate-e110-remedy = Add indicators whose codes begin with x_, new code lists, or new regions.
gate-e111-what = The catalogue does not fit together here.
gate-e111-remedy-malformed = Use letters, digits, _ and - in codes, and give a text in both languages.
gate-e111-remedy-many = Shorten the list.
gate-e111-remedy-twice = Something is listed twice: remove one.
gate-e111-remedy-unknown = Something is named that is not defined, or is above itself: define it, or correct the name.

## The file of rows

gate-e120-what = The file is larger than { $limit } MiB.
gate-e120-remedy = Export a shorter time, or only the columns that the recipe uses.
gate-e121-what = The file has more than { $limit } columns.
gate-e122-what = The file has more than { $limit } rows.
gate-e123-what = The first line does not name any column.
gate-e123-remedy = Export the file with its column names in the first line.
gate-e124-what = { $cells ->
    [one] This row has one cell,
   *[other] This row has { $cells } cells,
} but the first line names { $columns ->
    [one] one column.
   *[other] { $columns } columns.
}
gate-e124-remedy = Put text that contains the separator between quotation marks, or export again.
gate-e125-what = There is no column “{ $column }”.
gate-e125-remedy = Correct the name in the recipe, or export the column. The file has { $columns }.
gate-e125-remedy-nearest = Did you mean “{ $nearest }”? Correct the recipe or the first line.
gate-e126-what = Two columns are called “{ $column }”.
gate-e126-remedy = Rename one of them.
gate-e127-what-binary = This is not a text in a usual encoding. It may be UTF-16, or not a table at all.
gate-e127-what-control = This line has control characters, which no table has.
gate-e127-what-pdf = This is a PDF, not a table.
gate-e127-what-utf16 = This is a text in UTF-16, as Excel saves “Unicode text”.
gate-e127-what-workbook = This is a workbook of a spreadsheet program, not a table in text form.
gate-e127-remedy = Open it in a spreadsheet program and save it as “CSV UTF-8”.
gate-e128-what = The recipe looks at no column, so every row would count, but this line does not name each column.
gate-e128-remedy = Export the file with its column names in the first line, and nothing above it.

## Recipe and catalogue

gate-e130-what = “{ $code }” is not a code of “{ $list }” that can be used here.
gate-e130-what-profile = “{ $code }” of “{ $list }” is not in the profile of this member.
gate-e130-remedy-profile = Publish what the profile names, or have the profile changed by the coalition first.
gate-e130-remedy = Use a lowest-level code of the catalogue; regions and programs must be in the member’s profile.
gate-e130-remedy-nearest = Did you mean “{ $nearest }”?
gate-e131-what-ratio = “{ $name }” is a rate or a mean. The gate publishes counts only, for now.
gate-e131-what-unique = “{ $name }” counts each person once. Such counts do not add up, and the gate cannot protect them yet.
gate-e131-remedy = Choose an indicator of the kind flow or stock.
gate-e132-what = “{ $name }” is not a breakdown: regions and programs have a place of their own.
gate-e132-remedy = Say where regions and programs come from under [region] and [program].
gate-e133-what-flow = “{ $name }” counts events, but the recipe counts what is open at the end of a period.
gate-e133-what-stock = “{ $name }” counts what is open at the end of a period, but the recipe counts by one date.
gate-e133-remedy = For events use period = { "{" } column, format, grains { "}" }; for a state { "{" } from, until, format, at { "}" } or { "{" } code { "}" }.
gate-e134-what = “{ $name }” is not broken down by “{ $dimension }”.
gate-e134-remedy = Remove it there, or add it to the breakdowns of a local indicator.
gate-e140-what = The recipe does not say what “{ $value }” means.
gate-e140-remedy = Add the word to the map of this column, or correct the row. Give “unknown” for empty cells.
gate-e141-what = “{ $value }” is not a number.
gate-e141-remedy = Correct the row.
gate-e142-what = “{ $value }” is not a date as the recipe expects it.
gate-e142-remedy = Correct the row, or the format in the recipe.
gate-e146-what = The recipe asks for more than { $limit } figures.
gate-e146-remedy = Ask for fewer periods, programs or dimensions.
gate-e147-what = No row of this file counts for { $indicator }.
gate-e147-remedy = Check what the recipe says under “where”, “consent”, “only” and “at”, and that this is the right file; or leave this indicator out.

## Passing the gate

gate-e150-what = These parameters are looser than those of the coalition, or do not fit together.
gate-e150-remedy = Choose the coalition’s parameters or stricter ones.
gate-e151-remedy = Correct the recipe, or the member’s profile.
gate-e152-what = Different kinds of years cannot be mixed for one indicator, nor quarters with school years: their overlap would give hidden numbers away.
gate-e152-remedy = Keep to the kind of year that was published first.
gate-e153-what = { $period } lies within a longer period that is already published without it.
gate-e153-remedy = Leave shorter periods of that time out.
gate-e154-what = { $place } is already published with another number.
gate-e154-remedy = The number goes by several names, and the file says different things of them. Check the recipe.
gate-e155-what = The numbers around { $place } cannot come from the same records as what is already published.
gate-e155-remedy = Check that the export covers the same people as before.
gate-e156-what = However much is hidden, { $place } could be worked out from what is already published.
gate-e156-remedy = Publish longer periods, or fewer programs and breakdowns.
gate-e157-what = The note is too long.
gate-e157-remedy = Shorten the note to 500 characters.
gate-e158-what = The release cannot be written down.
gate-e159-remedy = This should not happen: please report it. Nothing was published.

## Texts

gate-e160-what-email = This looks like an e-mail address.
gate-e160-what-phone = This looks like a telephone number.
gate-e160-what-postal-code = This looks like a postal code.
gate-e160-what-social-insurance = This looks like a social insurance number.
gate-e160-remedy = Take it out. A shared mailbox belongs in contact_role.
gate-e161-what = This line has control characters, which are not text.
gate-e161-remedy = Remove them: write the text again, or paste it without its formatting.
gate-e170-what = The file has no front matter between lines of +++, or is too large.
gate-e170-remedy = Begin the file with +++, the fields, and +++ before the body.
gate-e171-what-extra = There is a body for “{ $language }”, but no title and summary.
gate-e171-what-missing = There is no body for “{ $language }”.
gate-e171-remedy = Give each language a table such as [en] and a body after a line such as +++ en.
gate-e172-what = This field is missing, too long, or not one of the words allowed.
gate-e172-remedy = Correct the field; the manual lists what it may say.

## Reasons of a verdict

gate-i1-catalogue = It was made with version { $version } of the catalogue, which is not known here.
gate-i1-loose = It was made under looser rules than ours (hide under { $threshold }; our minimum is hide under { $minimum }). Ask the sender to publish again.
gate-i1-policy = It was made under version { $version } of the policy, which is not known here.
gate-i2-category = { $place }: the category is not a lowest-level code of the catalogue.
gate-i2-dimension = { $place }: the indicator may not be broken down this way.
gate-i2-incomplete = { $place }: the breakdown by { $dimension } does not list every category.
gate-i2-indicator = { $place }: the indicator is not in the catalogue.
gate-i2-kind = { $place }: only counts that add up are accepted, not rates, means or distinct persons.
gate-i2-not-applicable = { $place }: “not applicable” is not accepted; the profile says what is offered.
gate-i2-practice-code = “{ $code }” is not a code of “{ $list }”.
gate-i2-program = { $place }: the program is not offered by this member, or the indicator is not told by program.
gate-i2-region = { $place }: the region is not served by this member.
gate-i2-year = { $place }: different kinds of years are mixed for one indicator, or quarters with school years.
gate-i3-count = { $place } shows { $count }. Counts must be multiples of { $base } and at least { $threshold }.
gate-i4-base-small = { $place }: a breakdown is shown of a group that is hidden, missing, or smaller than { $slice }.
gate-i4-whole-missing = { $place } is published without the whole it is a part of.
gate-i5-contradiction = The numbers around { $place } cannot come from one set of records.
gate-i5-too-long = The release is too entangled to be checked.
gate-i6-unpublished = The number of { $place }, which was not published, can be worked out to { $low } to { $high }; at least { $candidates } values must remain.
gate-i6-unrounded = The exact number behind { $place } can be worked out: { $low }.
gate-i6-withheld = The hidden number of { $place } can be worked out to { $low } to { $high }; at least { $candidates } values must remain. The sender must hide one more number.
gate-i8-certain = Nearly everyone in the base of { $place } belongs to it, and it is a sensitive category. The sender must leave the breakdown out.
gate-i9-changed = { $place } was published with another number before, and this is not a correction.
gate-i9-finer = { $place } adds a shorter period to one that is already published.
gate-i9-few = It changes only { $count }; a correction changes no number or at least { $least }, so that nobody can tell who was corrected.
gate-i9-replaces = It replaces a release that does not count, or was replaced before.
gate-i11-control = A text of the record has control characters, which are not text.

## Why an entry of the log is quarantined before the gate sees it

