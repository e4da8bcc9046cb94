# What the gate says: places, problems (FL-E1xx) and the reasons of a verdict.

## Places

gate-place-cell = { $more ->
    [0] line { $line }, column “{ $column }”
   *[other] line { $line } and { $more } more, column “{ $column }”
}
gate-place-draft = the figures
gate-place-field = { $field }, line { $line }
gate-place-confirmed = the confirmation “{ $excerpt }”
gate-place-file = the file
gate-place-history = the earlier publication “{ $file }”
gate-place-history-cell = the earlier publication “{ $file }”, cell “{ $cell }”
gate-place-history-line = the earlier publication “{ $file }”, line { $line }
gate-place-key = { $path }
gate-place-line = line { $line }
gate-place-metric = { $indicator }
gate-place-note = the note
gate-place-quoted = { $field }, line { $line }: “{ $excerpt }”
gate-place-recipe = the recipe
gate-place-release = the release
gate-place-row = { $more ->
    [0] line { $line }
   *[other] line { $line } and { $more } more
}
gate-place-sheet = the sheet “{ $sheet }”
gate-place-sheet-cell = { $more ->
    [0] { $sheet }!{ $cell }
   *[other] { $sheet }!{ $cell } and { $more } more
}
gate-place-settings = the settings
gate-place-template = the template

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
    [covers] Write the names of 2 to 200 organisations, 3 or more if they report together, each once and with at most 80 characters.
    [decimal] Write "," or ".": what stands between a whole number and its fraction.
    [delimiter] Write one of ",", ";", "|" and "\t".
    [direction] Write "up", "down" or "neutral".
    [encoding] Write "utf-8", "windows-1252" or "macintosh".
    [flag] Write true or false, without quotation marks.
    [format] Write the date pattern with YYYY, MM and DD, such as "DD/MM/YYYY".
    [grains] List some of "month", "quarter", "year", "fiscal_year" and "school_year".
    [kind] Write "flow", "stock", "unique", "ratio" or "mean".
    [marks] List at most 20 marks, none of which is a number.
    [number] Write a whole number, without quotation marks.
    [once] Describe each indicator once only.
    [period] Write periods like 2025, 2025-Q3, 2025-09, FY2024-25 or SY2024-25.
    [range] Give at_most a number that is not below at_least.
    [sensitivity] Write "general", "identity" or "community".
    [sheet] Write the name of a sheet of the workbook.
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
gate-e127-what-workbook = This is a workbook of a spreadsheet program, not a table in text form.
gate-e127-remedy = Open it in a spreadsheet program and save it as “CSV UTF-8”.
gate-e128-what = The recipe looks at no column, so every row would count, but this line does not name each column.
gate-e128-remedy = Export the file with its column names in the first line, and nothing above it.
gate-e180-what = “{ $value }” may be { $whole }{ $rest } or { $whole }.{ $rest }.
gate-e180-remedy = Write under [file] in the recipe: decimal = "{ $other }" if it is { $whole }{ $rest }, decimal = "{ $sign }" if it is { $whole }.{ $rest }.
gate-e181-what = “{ $first }” and “{ $second }” both could stand between the cells of this file.
gate-e181-remedy = Write under [file] in the recipe which one it is, such as delimiter = "{ $first }".
gate-e182-what = No column of this file tells on which day matches started.
gate-e182-remedy = Export the start date of each match, in a column such as “Match start date”; or write the recipe by hand.

## Counts in a filled template (FL-E2xx)

gate-e200-what = These are not the counts of a template as this version writes them.
gate-e200-what-sheet = This sheet has lost the hidden row that names its columns, or some of its columns.
gate-e200-remedy = Begin with a new template from “flotilla template write”, and copy your numbers into it.
gate-e201-what = “{ $value }” is not a number.
gate-e201-remedy = Type a number, or leave the cell empty if you do not know.
gate-e202-what = “{ $value }” is not a number: it hides one.
gate-e202-remedy = Type the exact number. Small groups are hidden for you before anything leaves this computer, so that nobody can work them out. If the source itself does not tell it, say so in a recipe: [counts] masked.
gate-e203-what = “{ $value }” may be a thousand or a fraction.
gate-e203-remedy = Type the number with digits only.
gate-e204-what = “{ $value }” is not a count: a whole number from 0 to 1 billion.
gate-e204-remedy = Type how many there are, or leave the cell empty if you do not know.
gate-e205-what = Nothing stands here for { $indicator } in { $region }, but other cells of the same table are filled.
gate-e205-what-category = Only { $filled } of the { $all } cells of this breakdown are filled.
gate-e205-remedy = Type 0 where there is nobody. To leave all of it out, empty the other cells too.
gate-e206-what = Nothing stands here for { $indicator } in { $region }, but { $cell } tells a part of it.
gate-e206-remedy = Type the total, or empty its parts.
gate-e207-what = { $sheet }: the parts of { $indicator } add up to { $sum }, but { $cell } says { $total }.
gate-e207-what-programs = { $sheet }: the programs of { $indicator } add up to { $sum }, but { $cell } says { $total }.
gate-e207-what-regions = { $sheet }: the regions of { $indicator } add up to { $sum }, but { $cell } says { $total }.
gate-e207-remedy = Correct the parts or the total.
gate-e207-remedy-unknown = Is it not known of somebody? Use the column “{ $code }”. Else correct the parts or the total.
gate-e208-what = This is more than the whole group: { $cell } says { $total }.
gate-e208-remedy = Correct this number or the total.
gate-e209-what = The same is told in { $cell }.
gate-e209-remedy = Keep one of the two cells, and empty the other.
gate-e210-what = Nothing is filled in.
gate-e210-remedy = Type your numbers into the white cells, save the workbook, and try again.
gate-e211-what = There is a number in column { $column }, which is not part of the template, so nobody would read it.
gate-e211-remedy = Move it into a column of the template, or remove it.
gate-e212-what = This template was made for “{ $member }”, and you are “{ $own }”.
gate-e212-remedy = Use a template of your own: flotilla template write
gate-e213-what = This template has a form that is not known here (“{ $version }”).
gate-e213-remedy = Begin with a new template from “flotilla template write”, or use a newer version of flotilla.
gate-e214-what-indicator = There are numbers in this row, but no indicator.
gate-e214-what-program = There are numbers in this row, but no program.
gate-e214-what-region = There are numbers in this row, but no region.
gate-e214-remedy = Choose a code from the list of this cell, or empty the row.
gate-e215-what = These are { $cells } cells; a template may have { $limit }.
gate-e215-remedy = Make several templates, each with some of the indicators (--indicator).
gate-e216-what = There is nothing to fill in: no indicator that is counted, or no region.
gate-e216-remedy = Name regions and programs with --region and --program, or work in the folder of a member.
gate-e216-remedy-code = Use a lowest-level code; flotilla explain lists those of a code list, and indicators must be of the kind flow or stock.
gate-e217-what = “{ $value }” is not a period.
gate-e217-remedy = Write periods like 2025, 2025-Q3, 2025-09, FY2024-25 or SY2024-25, or give the words of the table under map.
gate-e218-what = This row is about two breakdowns at once.
gate-e218-remedy = Keep the rows that are broken down by one thing only, and map the words for everybody to "_T".
gate-e280-what = { $place } was told by { $author } for organisations that report together, and { $names } would tell it alone, so that it can be subtracted.
gate-e280-remedy = Leave out this indicator and period, in either file: who reports together publishes none of the same by itself. If it has nothing of yours in it, say so: --disown HANDLE
gate-e281-what = { $place }, as { $author } tells it, less what is told of { $names }, would leave one or two of the organisations that it covers.
gate-e281-remedy = Leave out this indicator and period, or agree with those who would be left: their numbers can be worked out by subtraction. If it has nothing of yours in it, say so: --disown HANDLE
gate-e282-what = { $indicator } { $period } was published already, made up of other figures: your own, or those of other organisations.
gate-e282-remedy = Publish each indicator and period in one way only. Whoever reports together with others adds its own file to theirs.
gate-e283-what = Nobody says whose “{ $file }” is.
gate-e283-what-file = “{ $file }” is named here, but it is not among the files.
gate-e283-remedy = Under [together], name each file and the organisation that it is of: "agency.csv" = "agency"
gate-e284-what = These are not the files of as many organisations as the recipe names.
gate-e284-remedy = Publish them with “flotilla publish metrics FILE FILE FILE --together FILE”.
gate-e285-what = What follows is about the file of “{ $name }”.
gate-e285-remedy = Ask them for a file that is mended.
gate-e286-what = { $indicator } does not add up over organisations: somebody may be with several of them, or it is a mean.
gate-e286-remedy = Leave it out, and choose indicators of the kind flow or stock.
gate-e287-what = { $indicator } { $period } is nearly all of one organisation, and the others could work out its number.
gate-e287-remedy = Leave it out, or wait until more organisations report together. The largest may publish by itself.
gate-e288-what = From { $place } as { $author } tell it, the number of { $names } alone, or of these two, could be worked out: no sum is part of another, but together they leave nothing else.
gate-e288-remedy = Leave out this indicator and period, or agree with the others on whose figures are added up. If it has nothing of yours in it, say so: --disown HANDLE
gate-e289-what = So much is told of others that it took too long to see whom these figures would leave alone.
gate-e289-remedy = Publish fewer indicators and periods at a time. If somebody says that its figures are made up of yours and they are not, say so: --disown HANDLE
gate-e290-what = { $indicator } { $period } was told by codes of “{ $list }” that the catalogue has divided or joined since: told again by the new ones, the old could be worked out.
gate-e290-remedy = Leave out this breakdown for that time, or take back what was told by the old codes. Later periods may have the new ones.

## A suggested recipe: comments, and columns that are not used

gate-kept-address = addresses and towns
gate-kept-birth = dates of birth
gate-kept-case = numbers of cases and people
gate-kept-email = e-mail addresses
gate-kept-health = health card numbers
gate-kept-identity = identities and life situations
gate-kept-name = names
gate-kept-note = notes
gate-kept-phone = telephone numbers
gate-kept-postal = postal codes
gate-kept-school = schools
gate-kept-social-insurance = social insurance numbers
gate-kept-status = status numbers
gate-suggest-bands = Ages outside the groups of the catalogue count as unknown.
gate-suggest-consent = several columns tell of consent; “{ $column }” was taken
gate-suggest-consent-none = no column tells who consented, so every row counts; make sure that you may count everybody
gate-suggest-date-order = every date fits two orders; { $format } was taken, not { $other }
gate-suggest-empty = empty cells count as { $code }
gate-suggest-end-none = no column tells when matches ended, so only new matches are counted
gate-suggest-grains = "quarter" may be added to grains, but small groups are then hidden more often.
gate-suggest-heading = Suggested from the file. Look at every line below “unsure”, then try it with --dry-run.
gate-suggest-region-coarse = The column names economic regions; the catalogue knows their provinces.
gate-suggest-region-none = no column tells the region; write the code of yours here
gate-suggest-stage = other stages in “{ $column }” than those listed here do not count
gate-suggest-unsure = unsure: { $what }
gate-suggest-word-guess = “{ $word }” may be more, or something else, than { $code }
gate-suggest-word-unknown = nothing is known of “{ $word }”, so it counts as { $code }
gate-suggest-year-first = { $year } may be incomplete: the first date in the file is { $day }
gate-suggest-year-old = years before { $year } are left out
gate-suggest-year-open = { $year } is left out, as it may not be over: the last date in the file is { $day }
gate-suggest-year-running = { $year } may not be over: the last date in the file is { $day }

## Recipe and catalogue

gate-e130-what = “{ $code }” is not a code of “{ $list }” that can be used here.
gate-e130-what-cell = “{ $value }” is not a code of “{ $list }” that can be used here.
gate-e130-what-profile = “{ $code }” of “{ $list }” is not in the profile of this member.
gate-e130-remedy-profile = Publish what the profile names, or have the profile changed by the coalition first.
gate-e130-remedy = Use a lowest-level code of the catalogue; regions and programs must be in the member’s profile.
gate-e130-remedy-cell = Choose a code from the list of this cell, or empty the row.
gate-e130-remedy-nearest = Did you mean “{ $nearest }”?
gate-e130-remedy-result = Use an indicator and a region of the catalogue: flotilla query "SELECT code, title_en FROM indicators"
gate-e131-what-parts = “{ $name }” is a rate: type how many as { $numerator }, and out of how many as { $denominator }.
gate-e131-what-ratio = “{ $name }” is a rate of which the catalogue names no parts, or a mean of which it does not say of whom. Neither is published.
gate-e131-remedy = Choose an indicator of the kind flow or stock.
gate-e132-what = “{ $name }” is not a breakdown: regions and programs have a place of their own.
gate-e132-remedy = Say where regions and programs come from under [region] and [program].
gate-e133-what-flow = “{ $name }” counts events, but the recipe counts what is open at the end of a period.
gate-e133-what-stock = “{ $name }” counts what is open at the end of a period, but the recipe counts by one date.
gate-e133-what-days = “{ $name }” counts what is open at the end of a period, but the recipe counts what was open during it.
gate-e133-what-unique = “{ $name }” counts persons of a whole period, but the recipe counts those of its last day.
gate-e133-remedy = For events use period = { "{" } column, format, grains { "}" }; for a state { "{" } from, until, format, at { "}" } or { "{" } code { "}" }; for persons of a whole period during in the place of at.
gate-e134-what = “{ $name }” is not broken down by “{ $dimension }”.
gate-e134-remedy = Remove it there, or add it to the breakdowns of a local indicator.
gate-e135-what-count = “{ $name }” is a count, so it has no numerator.
gate-e135-what-none = “{ $name }” is a rate: the recipe does not say which rows stand above the line.
gate-e135-what-parts = “{ $name }” is made of { $numerator } and { $denominator }, which are published themselves.
gate-e135-remedy = For a rate, write numerator = [{ "{" } column = "…", equals = ["…"] { "}" }]; for a count, take it out.
gate-e135-remedy-parts = Write a [[metric]] for each of the two instead; readers divide.
gate-e136-what-count = “{ $name }” is no mean, so nothing is averaged.
gate-e136-what-none = “{ $name }” is a mean: the recipe does not say what is averaged.
gate-e136-remedy = For a mean, write mean = "…" with the name of the column; else take it out.
gate-e137-what-rows = “{ $name }” counts rows, not persons.
gate-e137-what-unique = “{ $name }” counts each person once, but the recipe does not say what tells persons apart.
gate-e137-remedy = Where each person counts once, write person = "the column of their number"; elsewhere take it out.
gate-e140-what = The recipe does not say what “{ $value }” means.
gate-e140-remedy = Add the word to the map of this column, or correct the row. Give “unknown” for empty cells.
gate-e140-remedy-nearest = Did you mean “{ $nearest }”? Correct the row, or add the word to the map of this column.
gate-e141-what = “{ $value }” is not a number.
gate-e141-remedy = Correct the row.
gate-e142-what = “{ $value }” is not a date as the recipe expects it.
gate-e142-remedy = Correct the row, or the format in the recipe.
gate-e143-what = { $place } is a mean of those whom { $whole } counts, which is neither in the file nor published.
gate-e143-remedy = Publish the count too: add a [[metric]] for it, for the same periods.
gate-e146-what = The recipe asks for more than { $limit } figures.
gate-e146-remedy = Ask for fewer periods, programs or dimensions.
gate-e147-what = No row of this file counts for { $indicator }.
gate-e147-remedy = Check what the recipe says under “where”, “consent”, “only” and “at”, and that this is the right file; or leave this indicator out.
gate-e145-what = This row does not say whose it is.
gate-e145-remedy = Fill in the cell, or leave such rows out with “where”.

## Passing the gate

gate-e148-what = Somebody is counted at { $place }, which the profile says is not offered there.
gate-e148-remedy = Map those rows to the program or region they belong to. If it is offered, the profile has to say so.
gate-e149-what = { $place } is a share of { $whole }, which is neither in the file nor published.
gate-e149-remedy = Publish the whole too: add a [[metric]] for it, or its earlier period.
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
gate-e160-remedy = Take it out. A shared mailbox or telephone belongs in contact_role.
gate-e161-what = This line has control characters, which are not text.
gate-e161-remedy = Remove them: write the text again, or paste it without its formatting.
gate-e170-what = The file has no front matter between lines of +++, or is too large.
gate-e170-remedy = Begin the file with +++, the fields, and +++ before the body.
gate-e171-what-extra = There is a body for “{ $language }”, but no title and summary.
gate-e171-what-missing = There is no body for “{ $language }”.
gate-e171-remedy = Give each language a table such as [en] and a body after a line such as +++ en.
gate-e172-what = This field is missing, too long, or not one of the words allowed.
gate-e172-remedy = Correct the field; the manual lists what it may say.

## What a text may hold of a person

gate-ask-remedy = Take it out, or confirm that it is not personal.
gate-e220-what = This looks like a date of birth.
gate-e221-what = This looks like the number of a health card.
gate-e222-what = This looks like the number of a status or beneficiary card.
gate-e223-what = This looks like an address.
gate-e224-what = This looks like the name of a person.
gate-e224-remedy = Say who it was by their role, such as “a mentor”.
gate-e225-what = This looks like the number of a case or match in a system.
gate-e226-what = This is a name from your own files.
gate-e230-what = This looks like the first half of a postal code.
gate-e231-what = This is a day; with a story it may tell who it was.
gate-e232-what = This may be the name of a person.
gate-e233-what = These look like initials with an age.
gate-e234-what = This link may lead to something that is not meant for everybody.
gate-e235-what = So few young people that somebody may know who they are.
gate-e236-what = This tells of young people in one small community.
gate-e236-remedy = Has the community agreed to share this? If so, confirm it; if not, take it out.
gate-e237-what = This speaks of ceremony or teachings, which belong to a community.
gate-e240-what = Nothing in the file is asked about in these words.
gate-e240-remedy = Quote what is asked about as it stands in the file; what is blocked cannot be confirmed.
gate-e241-what = This is not the id of an entry: 64 digits and letters from a to f.
gate-e241-remedy = Give the id from the receipt of the version before, and a version above 1.
gate-e242-what = A version above 1 takes the place of another, which is not named.
gate-e243-what = Version 1 takes the place of nothing.
gate-e270-what = The entry named here is another record: its id is not the same.
gate-e271-what = The entry named here is no practice record of this member.
gate-e272-what = The entry named here has this version already, or a later one.
gate-e273-what = This record was published already, as version { $version }.
gate-e273-remedy = To change it, write version = { $version } and supersedes = "{ $entry }".
gate-e274-what = This is a record of your own.
gate-e275-what = This node holds no such practice record.
gate-e275-remedy = Name a record of another member: flotilla query "SELECT record_id, member, title_en FROM practices"

## Reasons of a verdict

gate-i1-catalogue = It was made with version { $version } of the catalogue, which is not known here.
gate-i1-loose = It was made under looser rules than ours (hide under { $threshold }; our minimum is hide under { $minimum }). Ask the sender to publish again.
gate-i1-policy = It was made under version { $version } of the policy, which is not known here.
gate-i2-category = { $place }: the category is not a lowest-level code of the catalogue.
gate-i2-dimension = { $place }: the indicator may not be broken down this way.
gate-i2-incomplete = { $place }: the breakdown by { $dimension } does not list every category.
gate-i2-indicator = { $place }: the indicator is not in the catalogue.
gate-i2-kind = { $place }: only counts that add up are accepted, not rates, means or distinct persons.
gate-i12-alike = Of the { $count } numbers that it shows, { $percent } in a hundred end with { $end }. About half should: ask how they were rounded.
gate-union-few = { $place }, as { $author } tells it, less what is told of { $names }, leaves one or two of the organisations that it covers: ask the later of them to erase it.
gate-union-together = { $place } was told by { $author } for organisations that report together, and { $names } tells it alone: ask the later of them to erase it.
gate-union-crossing = From { $place } as { $author } tell it, the number of { $names } alone, or of these two, can be worked out: ask the last of them to erase it.
gate-union-unfinished = So much is told of others that it took too long to compare it all: there may be more to ask about than stands here.
gate-i2-mean = { $place }: a mean is told where counts belong, or the other way round.
gate-i2-mean-place = { $place }: a mean is told of everybody together, and not of a part.
gate-i2-not-offered = { $place } is a program that the member does not offer in that region, so it can only be told as not applicable.
gate-i2-not-applicable = { $place }: “not applicable” is not accepted; the profile does not say that it is not offered.
gate-i2-period = { $place }: what it is a share of began in no single period of this kind. Shorter periods are accepted.
gate-i2-practice-code = “{ $code }” is not a code of “{ $list }”.
gate-i2-program = { $place }: the program is not offered by this member, or the indicator is not told by program.
gate-i2-region = { $place }: the region is not served by this member.
gate-i2-year = { $place }: different kinds of years are mixed for one indicator, or quarters with school years.
gate-i3-count = { $place } shows { $count }. Counts must be multiples of { $base } and at least { $threshold }.
gate-i4-base-small = { $place }: a breakdown is shown of a group that is hidden, missing, or smaller than { $slice }.
gate-i4-whole-missing = { $place } is published without the whole it is a part of.
gate-i5-contradiction = The numbers around { $place } cannot come from one set of records.
gate-i5-too-long = The release is too entangled to be checked.
gate-i6-balance = Whoever takes what was there, what came and what went together can work out { $place } to { $low } to { $high }; at least { $candidates } values must remain. The sender must hide one more number.
gate-i6-unpublished = The number of { $place }, which was not published, can be worked out to { $low } to { $high }; at least { $candidates } values must remain.
gate-i6-unrounded = The exact number behind { $place } can be worked out: { $low }.
gate-i6-withheld = The hidden number of { $place } can be worked out to { $low } to { $high }; at least { $candidates } values must remain. The sender must hide one more number.
gate-i7-mean = { $place }: a mean of { $value } is more exact than a group of { $people } allows, beyond its scale, or of too few.
gate-i7-overlap = { $place }: a mean is already told of a period that overlaps this one.
gate-i7-people = { $place }: a mean is told without the number of those it is of.
gate-i8-certain = Nearly everybody, or nearly nobody, in the base of { $place } belongs to it, and that is sensitive. The sender must leave the breakdown out, or hide this number.
gate-i9-changed = { $place } was published with another number before, and this is not a correction.
gate-i9-finer = { $place } adds a shorter period to one that is already published.
gate-i9-another-record = It takes the place of an entry that is another record.
gate-i9-no-record = It takes the place of an entry that is no practice record of this member.
gate-i9-not-later = It takes the place of a version that is not below its own.
gate-i9-few = It changes only { $count }; a correction changes no number or at least { $least }, so that nobody can tell who was corrected.
gate-i9-replaces = It replaces a release that does not count, or was replaced before.
gate-i11-confirmed = A confirmation quotes something that is not in the record.
gate-i11-control = A text of the record has control characters, which are not text.

## Why an entry of the log is quarantined before the gate sees it

## What was published before, from files

gate-e194-what = This is a publication of “{ $member }”, and the first file one of “{ $first }”.
gate-e194-remedy = Give the publications of one member only.
gate-e195-what = This is not what a dry run with --json prints.
gate-e195-remedy = Give the files that “flotilla publish metrics … --dry-run --json” wrote, as they are and in the order of publication.
gate-e196-what = This is not a place and a figure as the dry run writes them.
gate-e196-remedy = Give the file as it was written.
gate-e197-what = { $place } is told with another figure before.
gate-e197-remedy = One file tells each figure once. Give the files as they were printed.
gate-e198-remedy = No receiver would accept this publication after those before it. Give all files, in the order of publication.

## What the publisher is shown

gate-unchanged = { $count ->
    [one] One figure was published before and stays as it is.
   *[other] { $count } figures were published before and stay as they are.
}
gate-corrected = { $count ->
    [one] One published number is corrected. Whoever has a copy keeps the earlier one too.
   *[other] { $count } published numbers are corrected. Whoever has a copy keeps the earlier ones too.
}
gate-held-back-few = { $count ->
    [one] Only 1 number would change. The correction waits for the next release so that nobody can tell who was corrected.
   *[other] Only { $count } numbers would change. The correction waits for the next release so that nobody can tell who was corrected.
}
gate-held-back-revealing = { $count ->
    [one] One more published number would change. It stays as it is: whoever compares both versions could work out a hidden number.
   *[other] { $count } more published numbers would change. They stay as they are: whoever compares both versions could work out a hidden number.
}
gate-kept-hidden = { $count ->
    [one] One figure was published as hidden before and stays hidden, although this file would show it. What is published cannot be corrected yet; a longer period may show it together with others.
   *[other] { $count } figures were published as hidden before and stay hidden, although this file would show them. What is published cannot be corrected yet; a longer period may show them together.
}
gate-rows-left-out = { $count ->
    [one] One row is left out: the recipe says so, or its consent is missing.
   *[other] { $count } rows are left out: the recipe says so, or their consent is missing.
}
gate-why-before = Published as hidden before, and so it stays.
gate-why-small = Fewer people than the coalition shows (small groups are hidden).
gate-why-complement = Hidden so that nobody can work out a small one by subtraction.
gate-why-near-certain = Hidden because nearly everybody, or nearly nobody, in the group would be in it, and that is sensitive.
gate-dropped-small-base = { $indicator }, { $period }, { $region }, { $program }: no breakdown by { $dimension }, because the group is hidden or too small to be broken down.
gate-dropped-near-certain = { $indicator }, { $period }, { $region }, { $program }: no breakdown by { $dimension }, because nearly everyone in this group has the same answer, and it is a sensitive one.
gate-dropped-revealing = { $indicator }, { $period }, { $region }, { $program }: no breakdown by { $dimension }, because a hidden number could have been worked out from it.
gate-dropped-without-whole = { $indicator }, { $period }, { $region }, { $program }: no breakdown by { $dimension }, because the whole is not broken down by it either.
gate-dropped-dominated = { $indicator }, { $period }: no breakdown by { $dimension }, because some of it is nearly all of one organisation.
gate-dropped-untold = { $indicator }, { $period }: no breakdown by { $dimension }, because one organisation does not tell some of it, nor that it is small.

## What could be told instead

gate-advice-hidden = { $hidden } of { $of } numbers are hidden. In less detail, more could be shown:
gate-advice-periods = By whole years only, { $hidden } of { $of } would be hidden. In the recipe: grains = ["year"]
gate-advice-programs = With all programs together, { $hidden } of { $of } would be hidden. In the recipe, leave out: by_program
gate-advice-regions = Without the lowest regions, { $hidden } of { $of } would be hidden. In the recipe, let the map of [region] name the region above.
gate-advice-without = Without the breakdown “{ $dimension }”, { $hidden } of { $of } would be hidden. In the recipe, leave it out of: dimensions

## What looks unlikely

gate-question-jump = { $indicator } of { $region } ({ $program }): { $now } in { $period }, after { $before } a year before. Is that right?
gate-question-sum-of-persons = { $indicator } of { $region } ({ $program }) for { $period } equals the sum of its parts. A young person who came in two of them counts once. Please check.
gate-dropped-governed = { $indicator }, { $period }, { $region }, { $program }: no breakdown by { $dimension }, because what is left over would tell of a community that has not consented.
gate-i10-consent = { $place }: a community governs this, and has not consented to the figure
gate-i10-known = { $place }: that there is somebody follows from other figures, and the community has not consented to tell it
gate-reserved = { $count ->
    [one] “{ $code }” is governed. No consent for these figures, so this cell stays on your computer. Totals are not affected.
   *[other] “{ $code }” is governed. No consent for these figures, so these { $count } cells stay on your computer. Totals are not affected.
}
gate-why-governed = A community governs this, and has not consented.
gate-why-masked = The source of the file does not tell it.
gate-covers = Made up of the figures of { $count } organisations: { $names }.
gate-covers-together = { $count } organisations report together: { $names }. None of them publishes the same by itself.
gate-question-unbalanced = { $indicator } of { $region } ({ $program }) at the end of { $period } is not what was there before, and what came, less what went. Please check: something may be dated or counted twice, or not at all.
gate-e250-what = “{ $kind }” is no type of a Label or a Notice of Local Contexts.
gate-e250-remedy = Types are written like tk_attribution, bc_provenance or notice_biocultural.
gate-e251-what = “{ $kind }” says that not everybody may know this, so it is not published: here everybody would.
gate-e251-remedy = Keep the record where it is, and talk to the community.
gate-e252-what = “{ $kind }” is a Label: only its community sets it.
gate-e252-remedy = Ask its steward to sign it with: flotilla practice label. Anybody may set a Notice, such as notice_traditional_knowledge.
gate-i10-restricted = A label says that not everybody may know this record.
