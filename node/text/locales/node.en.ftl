### The node: how it is doing, and what goes wrong on the web.

node-held-by = Held by { $held } of { $members } members.
node-not-ready = This node is still starting. Please try again in a moment.
node-take-back-already = Entry { $id } is taken back in this way already. Nothing was published.
node-take-back-consent = The consent does not come from the admin key of this member, or names other entries. Nothing was published.
node-take-back-not-ours = The log of this member has no entry { $id } that counts. Nothing was published.
node-take-back-notice = Entry { $id } takes back others, and cannot be taken back itself. Nothing was published.
node-take-back-shape = Name 1 to 256 entries, and give a reason of at most 500 characters. Nothing was published.
node-unavailable = This node cannot answer just now. Please try again later.

## Publishing

node-again-practices = { $count ->
    [one] One practice record that a cut left behind is published again.
   *[other] { $count } practice records that a cut left behind are published again.
}
node-again-responses = { $count ->
    [one] One response that a cut left behind is published again.
   *[other] { $count } responses that a cut left behind are published again.
}
node-response-adapted = We use “{ $title }”, with changes
node-response-adopted = We use “{ $title }” as it is
node-response-endorsement = We stand by “{ $title }”
node-response-question = We ask about “{ $title }”
node-response-replaces = This takes the place of what you said before, in entry { $id }.
node-again-refused = { $count ->
    [one] One entry that a cut left behind would be refused as things stand now. Publish it from its file again.
   *[other] { $count } entries that a cut left behind would be refused as things stand now. Publish them from their files again.
}
node-again-beside = { $count ->
    [one] One entry that a cut left behind is not published again: beside what others told meanwhile, it would leave too few of those whose figures it is about.
   *[other] { $count } entries that a cut left behind are not published again: beside what others told meanwhile, they would leave too few of those whose figures they are about.
}
node-again-unchanged = { $count ->
    [one] One entry that a cut left behind says what counts already.
   *[other] { $count } entries that a cut left behind say what counts already.
}
node-held-stays = This record stays on your node. The others get a card of it: title, kind, codes, licence, contact and labels. Members who ask are told the rest while your node is reachable. To see who was told: flotilla records --asked
node-problems-unlisted = { $count ->
    [one] One more problem is not listed.
   *[other] { $count } more problems are not listed.
}
node-failure = (Failure { $request } in the log of this node.)
node-flight-values = What fills the gaps of a statement is more than { $limit } KiB.
node-publish-append = The entries could not be written. Nothing was published.
node-publish-catching-up = This node is fetching back its own log from its peers; publishing goes on after that. Nothing was published.
node-publish-entropy = The system gives no random bytes. Nothing was published.
node-publish-forked = The log of this member has two histories, so publishing has stopped. Nothing was published.
node-publish-held = What is to stay on this node could not be kept. Nothing was published.
node-publish-history = What was published before could not be read. Nothing was published.
node-publish-key-replaced = The coalition knows another key for this node’s member: it was replaced, or the document that names this one has not arrived yet. Nothing was published.
node-publish-no-member = This node’s member does not belong to the coalition, so it cannot publish. Nothing was published.
node-publish-overtaken = Somebody published meanwhile, and these figures would not be safe beside theirs any more: { $what } Nothing was published; prepare the file again.
node-publish-problems = The file has problems. Nothing was published.
node-publish-seal = An entry did not verify after it was signed. Nothing was published.
node-publish-stale = This preview is no longer valid: something was published since, or the node was started again. Prepare the file again.
node-publish-work = The work ended without an outcome. Nothing was published.

## The second listener

node-web-bad-request = The request cannot be answered as it is.
node-web-filters = What may be asked for: { $filters }.
node-label-total = Total
node-web-no-file = There is no “{ $file }”. The tables are { $tables }; each is there as { $ends }.
node-web-no-list = There is no “{ $file }”. The lists of codes are { $lists }, each as .csv.
node-web-not-found = There is no such page.
node-web-not-found-detail = Start from the front page, which lists what this node serves.
node-web-token = This coalition does not show its figures to everybody.
node-web-often = This is too much at once.
node-access-crowded = So many answers are on their way to your network already that no other one was begun. Wait until some of them have arrived, and ask for fewer at a time.
node-access-hasty = You ask more often than this node answers one network, or one token. Ask again in a second, and more slowly from then on.
node-access-needed = This needs a token with the scope { $scopes }. Every member of the coalition can issue one; ask { $members }. Send it in the header “Authorization: Bearer …”, never in an address.
node-access-narrow = Your token does not go so far: the scope { $scopes } is missing. Ask { $issuer }, who issued it, for another one.
node-access-ended = Your token ended on { $day }. Ask { $issuer }, who issued it, for another one.
node-access-not-yet = Your token begins on { $day }, which is yet to come by the clock of this node. One of two clocks is wrong: tell whoever runs this node, or { $issuer }, who issued it.
node-access-replaced = { $issuer } has replaced the key that signed your token, and with it the token ended. Ask for another one.
node-access-stranger = Your token was issued by nobody who belongs to this coalition. Ask a member for one.
node-access-forged = Your token was not signed by { $issuer }, whom it names, or breaks a rule of tokens. Ask a member for another one.
node-access-revoked = { $issuer } has ended your token. Ask there if you still need one.
node-access-unreadable = What was sent is no token, or some of it was lost. Copy the whole line, from “flotilla-token-1-” to its end, after “Bearer ”.
node-token-unsound = A token allows something, and holds on 1 to { $days } days. Nothing was signed.
node-web-failed = The question was not answered.
node-web-unknown-filter = Unknown filter or option “{ $parameter }”.
node-web-unknown-code = Unknown code “{ $value }” in the filter “{ $parameter }”.
node-web-not-period = “{ $value }” in the filter “{ $parameter }” is not a period. Periods are written 2025, 2025-Q3, 2025-09, FY2024-25 or SY2024-25, and ranges 2024-Q1..2025-Q4.
node-web-not-moment = “{ $value }” in “{ $parameter }” is neither a day, such as 2026-03-31, nor a moment, such as 2026-03-31T12:00:00Z, nor the id of a snapshot.
node-web-not-limit = “{ $value }” in “{ $parameter }” is not a number from 1 to { $max }. All rows at once are in .csv, .xlsx and .parquet.
node-web-long-words = The words in “{ $parameter }” are longer than { $max } characters.
node-web-not-cursor = The cursor is not of these pages. Copy the address of the next page from “next” as it is, or start again without a cursor.
node-web-unremembered = The data have changed since, and this node does not remember that snapshot. Start again without a cursor; a state of the past can be asked for by its day (as_of=2026-03-31).
node-web-unreadable = The filters are too long to be read.
node-web-did-you-mean = Did you mean “{ $nearest }”?

## The front page

node-parameter-by = What totals are told apart by; several columns are separated by commas. What a filter names is told apart in any case, and periods where no range of them is asked for.
node-parameter-cite = How the citation is written: as a page (html), for programs (json, bibtex, csl, ris), or as one sentence (text).
node-parameter-column = Only rows with one of these values in the column { $column }; several are separated by commas.
node-parameter-q = Practice records with these words, in English or French, best first; the rows also say rank, score, snippet and how many other members use it. Without words, the latest come first.
node-parameter-period = Only rows of these periods: 2025, 2025-Q3, 2025-09, FY2024-25 or SY2024-25, several separated by commas, or all that lie in a range: 2024-Q1..2025-Q4.
node-parameter-labels = Adds what codes are called, in a column beside each column of codes.
node-parameter-as-of = The data as they stood: at the end of a day (2026-03-31), at a moment (2026-03-31T12:00:00Z), or in the snapshot of this id. What was taken back since is not shown.
node-parameter-dialect = How CSV is written: for Excel in English, or in French with semicolons and decimal commas. For programs, leave it out.
node-parameter-limit = The most rows of a page, up to { $max }.
node-parameter-cursor = Where the next page begins; copied from “next”.
node-parameter-lang = The language in which mistakes are explained.
node-api-table = The table { $table }.
node-api-totals = Totals over members, added up by the rules of the catalogue: persons are never added over periods, rates are divided again, means are weighted, and where something is hidden the total says that it is a lower bound.
node-api-dataset = All figures in one file; parts of it may be asked for (Range).
node-api-cite = How to cite such a file, so that the same rows are found again.
node-api-catalogue = The indicators and the lists of codes, with their meaning.
node-api-codes = A list of codes, the total among them.
node-api-record = An entry as its author signed it, for checking without this node.
node-api-package = The tables and their columns, as a Frictionless Data Package.
node-api-openapi = This description.
node-api-livez = Whether the node runs.
node-api-readyz = Whether the node answers with all that it holds.
node-api-answer = What was asked for.

node-page-intro = What the members of this coalition share about youth mentoring: aggregated, rounded and suppressed figures, and what worked. This node holds a full copy, and answers as any other node would.
node-page-coverage = { $reporting } of { $members } members have published something.
node-page-observations-xlsx = all figures, as a workbook
node-page-observations-csv = the same, for R and Python
node-page-observations-parquet = the same, for data frames
node-page-observations-json = the same, for programs
node-page-cite = how to cite the figures
node-page-dataset = all figures in one file, for DuckDB, pandas and R
node-page-package = what the tables and columns are, for programs
node-page-openapi = every address of this node, for programs
node-page-practices = what worked and what did not: search, read, compare
node-page-practices-json = practice records
node-page-responses-json = responses to practice records
node-practice-adaptation-notes = What may be changed
node-practice-core-components = What must not be left out
node-practice-dosage = How often and how long
node-practice-evidence = What was found out
node-practice-goals = What it is to achieve
node-practice-staffing = Who does it
node-practice-training = What they learn first
node-cite-check = To check the file that you downloaded, without any node: save the citation as json and run “flotilla verify FILE --proof PROOF --citation CITATION”. Any member writes the proof, with “flotilla bundle export PROOF --logs”.
node-cite-file = The file that is cited:
node-cite-forms = The same for programs:
node-cite-heading = Cite these figures
node-cite-note = { $reporting } of { $members } members. Snapshot { $snapshot }. SHA-256 { $sha256 }.
node-cite-text = { $coalition } ({ $year }). { $title } [data set]. { $note } { $url }
node-cite-title = Table “{ $table }”, as of { $day }
node-follow-full = Too many people are following at the moment, in all or from your network. Please try again later; nothing is lost to you.
node-follow-not-told = This is not where an earlier answer of this coalition left off. Copy it as it stood there, or leave it out to be told everything.
node-follow-too-many = Name at most { $members } members and { $kinds } kinds of entries, or none to be told of all.
node-page-snapshot = Snapshot, equal on every node that holds the same:

## Bundles: what is carried by hand

node-bundle-another = This bundle is of another coalition, or does not say of which.
node-bundle-malformed = The bundle is damaged, or holds something else. Ask for it to be sent again.
node-bundle-not-kept = What is in the bundle could not be kept. What was taken in before stays.
node-bundle-unread = What this node holds could not be read.

## The daemon

node-usage = Usage: flotilla-node [--config FILE]
node-not-started = The node did not start: { $cause }
node-reason-malformed = Its content cannot be read.
node-reason-older-rules = It refers to older rules than the entry before it.
node-reason-stranger = Its author is not a member of the coalition.

node-entry-erased = erased: its content is destroyed on every node
node-entry-id = Id
node-entry-kind = Kind
node-entry-kind-erasure = erasure
node-entry-kind-other = of a kind that this version does not interpret
node-entry-kind-practice = practice record
node-entry-kind-release = figures
node-entry-kind-response = response
node-entry-kind-withdrawal = withdrawal
node-entry-made = Made, as its author says
node-entry-quarantined = does not count: kept and passed on, and shown in no answer
node-entry-state = State
node-entry-title = Entry { $seq } of { $member }
node-entry-valid = counts
node-entry-withdrawn = withdrawn by its author
node-web-later = The node cannot say now. Try again in a minute.
node-reason-consent = It comes with the consent of a community that is not genuine, or is for other figures.
node-steward-ask = Who to talk to about “{ $code }”: { $contact }. To ask before you publish: --ask-steward { $handle } --request FILE
node-steward-none = Nobody speaks for “{ $code }” in this coalition yet. To name a steward: flotilla proposal steward
node-reason-label = It carries a Label that is not the word of its community about this record.

## Communities

node-e253-remedy = Copy the lines as they came, or ask the community to sign again: flotilla practice label
node-e253-what = A Label is not signed for this record by the steward of its community, as the coalition knows it.
node-e260-remedy = Ask again: the file, the recipe or what is published has changed since the community was asked.
node-e260-what = It is for other figures than those that this file comes to now.
node-e261-remedy = Ask the steward to sign with the key that the coalition shows: flotilla coalition show
node-e261-what = The consent does not come from the steward of “{ $handle }” as the coalition knows it, or is for another member.
node-e262-remedy = To see who speaks for which community: flotilla coalition show
node-e262-what = No community is registered as “{ $handle }”.
node-e263-remedy = Talk to the community; a new consent is needed.
node-e263-what = The community “{ $handle }” took this consent back.
node-place-consent = the consent

## What is held at home

node-ask-no-card = This entry is no card of a record that is held at home, or it does not count.
node-entry-held = Held at home
node-entry-held-ask = Ask the steward: { $contact }. Members of the coalition ask with: flotilla practice ask { $id }
node-entry-held-by = { $community } holds this record; no other node has it.
node-entry-held-by-author = Its author holds this record; no other node has it.
node-entry-held-label = Label
node-entry-held-title = Title
node-reason-community = It names a community that nobody speaks for in this coalition.

## The library

node-eepm-0 = planning and management
node-eepm-1 = recruitment
node-eepm-2 = screening
node-eepm-3 = training
node-eepm-4 = matching and initiating
node-eepm-5 = monitoring and support
node-eepm-6 = closure
node-library-after = Next
node-library-before = Previous
node-library-cost = Cost
node-library-cost-high = high
node-library-cost-low = low
node-library-cost-moderate = moderate
node-library-cost-very-high = very high
node-library-cost-very-low = very low
node-library-eepm = Standard of effective practice
node-library-feed = New practices as a feed (Atom)
node-library-feed-title = New practices: { $coalition }
node-library-found = { $count ->
    [0] Nothing was found. Try fewer words, or others.
    [one] 1 practice record
   *[other] { $count } practice records
}
node-library-kind = Kind
node-library-kind-practice = practice
node-library-kind-program = program
node-library-kind-resource = resource
node-library-member = Published by
node-library-narrow = Narrow down
node-library-search = Search
node-library-some = No record has all of these words. These have some of them.
node-library-title = What worked, and what did not
node-library-untranslated = not translated yet
node-library-used = used as it is: { $adopted }, with changes: { $adapted }, endorsed: { $endorsement }, questions: { $question }
node-library-widen = chosen; click to take back
node-library-words = Words, in English or French
node-practice-by = Published
node-practice-contact = Whom to ask
node-practice-later = There is a newer version of this record.
node-practice-licence = Licence
node-practice-machine = This text was translated by a machine.
node-practice-published = by { $member }, { $day }, version { $version }
node-practice-references = References
node-practice-signed = The record as its author signed it
node-rating-caption = What others found, in their own words
node-rating-date = Date
node-rating-outcome = Outcome
node-rating-rating = Verdict
node-rating-reviewer = Reviewed by
node-rating-scheme = Scheme
node-rating-studies = Studies
node-said-adapted = uses it with changes
node-said-adopted = uses it as it is
node-said-endorsement = stands by it
node-said-nothing = Nobody has responded yet.
node-said-question = asks
node-said-title = What other members made of it
node-api-feed = The latest practice records, as an Atom feed.
node-api-practices = Practice records that were searched for, best first.
node-flight-slow = What fills the gaps was not sent in time. Send it at once.
