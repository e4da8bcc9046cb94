### What the tool `flotilla` says, besides its help.

## The three parts of an error

cli-erase-consent = { $entries ->
    [one] One entry disappears
   *[other] { $entries } entries disappear
} from every answer on { $members } nodes at once. Each node destroys what was said after { $days } days of running; nobody can bring it back then. Copies that others have downloaded remain. Continue? [y/N]
cli-erase-names = To be destroyed: { $id }
cli-erase-now-consent = { $entries ->
    [one] One entry disappears
   *[other] { $entries } entries disappear
} from every answer on { $members } nodes at once, and each node destroys what was said as soon as it hears of it. Nobody can bring it back. Copies that others have downloaded remain. The admin key signs this. Continue? [y/N]
cli-erased-by = { $id }: { $confirmed } of { $members } nodes confirm deletion; not yet: { $missing }{ $more ->
    [0] .
   *[other] { "" } and { $more } more.
}
cli-erased-by-all = { $id }: { $confirmed } of { $members } nodes confirm deletion.
cli-error = error:
cli-caused-by = caused by:
cli-hint = hint:

cli-hint-allowed = Allowed are: { $values }
cli-hint-did-you-mean = Did you mean “{ $nearest }”?
cli-hint-help = For what there is, type: flotilla --help
cli-hint-no-settings = Make a member with “flotilla init”, or say where its settings are: --config FILE
cli-hint-passphrase-file = Give a file that only you can read: --passphrase-file FILE
cli-hint-start-node = Is it running? Start it with: flotilla-node --config flotilla.toml
cli-hint-yes = In a script, say yes beforehand: --yes

## What can go wrong anywhere

cli-cannot-ask = Cannot ask on this terminal.
cli-cannot-print = Cannot print the result.
cli-cannot-seal = The keys could not be made. Nothing was written.
cli-no-randomness = The system gives no random numbers. Nothing was written.
cli-no-runtime = The tool could not start.
cli-no-terminal = There is no terminal to ask on. Nothing was done.
cli-not-done = Nothing was done.

cli-take-back-absent = Your log has no entry whose id begins with { $text }.
cli-take-back-ambiguous = More than one entry of your log begins with { $text }. Type more digits.
cli-take-back-done = Taken back with entry { $seq } of your log.
cli-take-back-not-an-id = { $text } is not the id of an entry. Type all 64 digits, or at least the first 8.
cli-usage-argument-twice = { $argument } was given twice, or goes with another option only.
cli-usage-invalid-value = “{ $value }” is not a value of { $argument }.
cli-usage-missing-argument = Missing: { $argument }
cli-usage-missing-value = { $argument } needs a value.
cli-usage-other = The command line makes no sense.
cli-usage-unknown-argument = There is no option “{ $argument }” here.
cli-usage-unknown-command = There is no command “{ $command }”.

## Passphrases

cli-passphrase = Passphrase of the admin key:
cli-passphrase-again = The same once more:
cli-passphrase-new = New passphrase:
cli-passphrase-short = A passphrase has at least { $characters } characters. Four or five words are good.
cli-passphrase-why = The admin key speaks for your organization. Choose a passphrase of four or five words. If it is lost, only the recovery sheet helps.
cli-passphrases-differ = The two passphrases differ. Nothing was written.
cli-key-stays-locked = The admin key stays locked.

## The recovery sheet

cli-sheet-title = FLOTILLA SECRET RECOVERY SHEET - PRINT THIS, THEN DELETE THE FILE
cli-sheet-member = Member: { $name }
cli-sheet-key = Fingerprint of the next admin key: { $fingerprint }
cli-sheet-use =
    These 24 words are the next admin key. Whoever has them can speak for your organization.
    Keep the sheet where you keep contracts, away from the computer, and never photograph it.
    You need it if the admin key or its passphrase is lost or stolen.

## flotilla init

cli-init-admin-key = Admin key, protected by your passphrase: { $path }
cli-init-member = Public file of the member: { $path }
cli-init-next = Next: print the recovery sheet and delete its file. Then send { $path } to the other founders, and read them the digits or the words by telephone.
cli-init-node-key = Node key: { $path }
cli-init-not-a-member = These are not the particulars of a member.
cli-init-not-offered = “{ $text }” is not a region and a program, such as CA-ON/GROUP.
cli-init-settings = Settings of the node: { $path }
cli-init-sheet = Recovery sheet: { $path }  ← PRINT IT, THEN DELETE THE FILE

## flotilla coalition

cli-catalogue-refused = The additions to the catalogue are not in order.
cli-found-done = Drafted, and not yet signed: { $path }
cli-found-next = Next: every founder checks the fingerprints by telephone and signs: flotilla coalition sign { $path }
cli-found-refused = These founders cannot found a coalition.
cli-genesis-catalogue = Its catalogue has { $indicators } indicators and { $lists } code lists.
cli-genesis-founders = { $founders ->
    [one] It has one founder.
   *[other] It has { $founders } founders.
 }
cli-genesis-gate = Every published count is rounded to a multiple of { $base }; no group below { $threshold } is shown, and no breakdown of fewer than { $slice }.
cli-genesis-id = Its id is { $id }.
cli-genesis-name = The coalition is called “{ $name }”.
cli-genesis-public = Anybody may query the published figures.
cli-genesis-quorum = Changes need { $percent }% of the members.
cli-genesis-refused = { $path } is not a valid genesis. Do not sign or join it.
cli-genesis-token = Only those with a token from a member may query the published figures.
cli-join-another = Your node is already a member of “{ $name }”. Nothing was replaced.
cli-join-done = Your node is now a member of “{ $name }”.
cli-join-missing = { $name } has not signed.
cli-join-next = Next, start the node: flotilla-node --config flotilla.toml
cli-join-stranger = This genesis does not name your node, “{ $handle }”.
cli-join-unsigned = Not all founders have signed. Nothing was joined.
cli-member-refused = { $path } is not a valid member file.
cli-not-a-founder = Your admin key is not the key of a founder. Nothing was signed.
cli-sign-consent = You sign this for your organization, for good. Sign? [y/N]
cli-sign-done = Signed: { $path }
cli-sign-next-join = Next: all founders have signed. Send { $path } to each of them; everyone runs: flotilla coalition join { $path }
cli-sign-next-send = { $missing ->
    [one] Next: send { $path } to the founder that has not signed yet.
   *[other] Next: send { $path } to one of the { $missing } founders that have not signed yet.
 }

## What was decided, and where it comes from

cli-bundle-another = This is about another coalition than that of your node. Nothing was done.
cli-bundle-genesis-unsigned = Not all founders have signed the genesis in this bundle.
cli-bundle-left-out = { $objects ->
    [one] One object does not hold and was left out.
   *[other] { $objects } objects do not hold and were left out.
 }
cli-minutes-no-genesis = None of these bundles says how the coalition was founded.
cli-bundle-refused = { $path } is not a bundle that can be read.
cli-bundles-differ = These bundles are about different coalitions.
cli-no-logs = These bundles hold decisions only, not the entries of the members.
cli-no-such-document = The member has no document whose id begins with “{ $id }”.
cli-no-such-member = The coalition has no member “{ $handle }”.
cli-no-such-proposal = There is no proposal whose id begins with “{ $id }”.
cli-node-doubts = Your node does not accept what you signed.
cli-node-behind = Your node is still taking in entries. Try again in a moment.
cli-id-ambiguous = More than one id begins with “{ $id }”. Type more of its digits.
cli-id-too-short = “{ $id }” is too short. Type at least the first four digits of the id.
cli-hint-bundle-genesis = Add one that a node made: flotilla bundle export FILE
cli-hint-export-logs = Have a node write one with entries: flotilla bundle export --logs FILE
cli-hint-member-list = To see who belongs: flotilla member list
cli-hint-proposal-list = To see what is open: flotilla proposal list

## What is signed, and where it goes

cli-draft-done = Drafted, and not signed: { $path }
cli-draft-next = Next, where the admin key is: flotilla sign { $path } --out FILE
cli-draft-refused = { $path } is not a draft that can be signed.
cli-handed-over = Signed, and given to your node
cli-hint-dir = Say in which folder the admin key is: --dir FOLDER
cli-hint-key-show = To see which keys speak for you: flotilla key show
cli-hint-out = Say where to write what is signed: --out FILE
cli-hint-sign-other-key = Sign it where the admin key is that was in force when it was drafted, or draft it again.
cli-key-of-nobody = Your admin key speaks for nobody in this coalition. Nothing was sent.
cli-key-superseded = The admin key in this folder is not the one in force. Nothing was signed.
cli-not-a-member = You are no member of this coalition. Nothing was done.
cli-out-done = Signed: { $path }
cli-out-missing = What is read from bundles goes into a file, too. Nothing was done.
cli-out-next = Next, on any node of the coalition: flotilla bundle import { $path }
cli-sign-blind = What is voted on is not at hand here. Give the bundle that holds it before you sign: --bundle FILE
cli-sign-coalition = This is for the coalition { $id }.
cli-sign-other-key = This draft is for another admin key. Nothing was signed.
cli-sign-out-missing = A signed draft needs a file to go to. Nothing was signed.
cli-unsent = Your node did not take what you signed. It is kept in { $path }. Bring it in later: flotilla bundle import { $path }
cli-would-not-count = What was to be signed would not count. Nothing was sent.

## Cuts

cli-cut-deletes-nothing = { "  " }nothing is deleted
cli-cut-everywhere = On every node, of the log of this member:
cli-cut-keeps = { $kept ->
    [one] { "  " }one entry counts, number { $seq } of { $day }
   *[other] { "  " }{ $kept } entries count, up to number { $seq } of { $day }
 }
cli-cut-keeps-none = { "  " }no entry counts
cli-cut-voids = { $void ->
    [0] { "  " }none is made void
    [one] { "  " }one entry after it is made void
   *[other] { "  " }{ $void } entries after it are made void
 }
cli-hint-since = Say since when: --since 2026-11-10, or after which entry: --after SEQ
cli-no-such-entry = Entry { $seq } does not count in this log; its last one is { $last }.
cli-not-a-day = “{ $text }” is not a day such as 2026-11-10.
cli-revoke-since-when = To revoke a key, say up to where it counts.

## Who somebody says it is

cli-particulars-absent = Not offered  { $value }
cli-particulars-admin-key = Fingerprint  { $value }
cli-particulars-contact = Contact      { $value }
cli-particulars-handle = Short name   { $value }
cli-particulars-name = Name         { $value }
cli-particulars-programs = Programs     { $value }
cli-particulars-regions = Regions      { $value }
cli-particulars-words-en = In English   { $value }
cli-particulars-words-fr = In French    { $value }

## What a decision or a document says

cli-told-admit = Admits “{ $name }”:
cli-told-approve = { $member } approves of proposal { $id }.
cli-told-catalogue = Another catalogue applies, version { $version }, with { $indicators } indicators and { $lists } code lists.
cli-told-confirm = Puts version { $version } of the document of { $member } on record. Its admin key is { $fingerprint }; older ones vote no more.
cli-told-confirm-unknown = Puts document { $id } of { $member } on record.
cli-told-cut = Of what older keys signed, entries up to number { $seq } count.
cli-told-cut-none = Of what older keys signed, no entry counts.
cli-told-end = The log of { $member } counts up to entry { $seq }.
cli-told-end-none = No entry of the log of { $member } counts.
cli-told-entry = { $member } proposes decision { $height } of the coalition:
cli-told-epoch = The node gets key { $epoch }: { $fingerprint }
cli-told-erase = { $entries ->
    [one] Destroys what one entry of { $member } holds, on every node, at once and for ever:
   *[other] Destroys what { $entries } entries of { $member } hold, on every node, at once and for ever:
 }
cli-told-inception = A new member, { $member }:
cli-told-looser = This shows more than before, and what is published cannot be hidden again.
cli-told-policy = Other rules apply, version { $version }:
cli-told-reason = Reason: { $reason }
cli-told-rebased = Readers need to know one rounding base: figures with the old base and with the new one cannot be compared cell by cell.
cli-told-recover = Gives { $member } new keys after a loss. Its admin key becomes { $fingerprint }.
cli-told-recovery = Version { $version } of the document of { $member }: new keys after a loss. It counts when a majority approves.
cli-told-reject = { $member } rejects proposal { $id }.
cli-told-remove = Removes { $member } for ever.
cli-told-rotate = Version { $version } of the document of { $member }: the key on the recovery sheet becomes the admin key, { $fingerprint }. It follows version { $before }.
cli-told-stricter = This shows less than before. What is out already stays as it is.
cli-told-update = Version { $version } of the document of { $member }.
cli-head-admit = admit { $member }
cli-head-catalogue = another catalogue
cli-head-confirm = confirm { $member }
cli-head-erase = erase of { $member }
cli-head-policy = other rules
cli-head-recover = new keys for { $member }
cli-head-remove = remove { $member }

## Rules

cli-access-public = everybody
cli-access-token = bearers of a token
cli-access-part = everybody ({ $scopes }); for the rest, bearers of a token
cli-rule-access = who may query
cli-rule-candidates = possible values of a hidden number
cli-rule-change = { "  " }{ $rule }: { $before } → { $after }
cli-rule-community-slice-base = no breakdown by community-governed groups of fewer than
cli-rule-community-threshold = nothing shown of community-governed groups under
cli-rule-identity-slice-base = no breakdown by protected identities of fewer than
cli-rule-identity-threshold = nothing shown of protected identities under
cli-rule-is = { "  " }{ $rule }: { $value }
cli-rule-member-bytes-max = most bytes of one log
cli-rule-member-entries-max = most entries of one log
cli-rule-protocol-version-min = lowest protocol version
cli-rule-quorum-percent = percent of members that must approve
cli-rule-rounding-base = counts are rounded to multiples of
cli-rule-slice-base = no breakdown of fewer than
cli-rule-threshold = no group is shown below
cli-policy-protocol = This software does not speak that protocol version itself. Nothing was proposed.
cli-policy-unchanged = These rules apply already. Nothing was proposed.
cli-policy-unsound = These rules are out of range, or do not fit each other.
cli-hint-policy = The threshold is a multiple of the rounding base, a breakdown needs at least the threshold, and the quorum is 51 to 67 percent.
cli-catalogue-gone = These are no longer in the catalogue: { $codes }
cli-catalogue-unchanged = This catalogue applies already. Nothing was proposed.

## Proposals and votes

cli-advice-breaks = It would never count: { $rule }.
cli-advice-cannot-pass = It could never pass: { $needed } must approve, and { $voters } may vote.
cli-advice-last-admin = After it, { $member } decides alone; the loss of that key would be the end of the coalition.
cli-advice-loses-quorum = After it, a decision needs { $needed } approvals, and only { $reachable } can be had. Nothing could be decided any more.
cli-advice-missing = It names document { $id }, which is not known here yet.
cli-advice-no-removals = After it, with { $members } members, nobody can be removed any more: whoever is to leave does not vote.
cli-advice-nobody-left = It would leave no member at all.
cli-approve-consent = You approve for your organization, for good. Approve? [y/N]
cli-confirm-already = The document of { $handle } that is in force is on record already.
cli-confirm-which = The documents of { $handle } part: two were signed after the same one. A vote decides which one counts.
cli-decided-already = This has been decided already. Nothing was done.
cli-document-line = document { $id }, version { $version }, admin key { $fingerprint }
cli-erase-too-many = One proposal erases at most { $max } entries.
cli-hint-confirm-which = Ask the member by telephone which fingerprint is its own, then say which: --document ID
cli-hint-propose-other = Propose something that leaves the coalition able to decide.
cli-may-not-vote = You may not vote on this: it is about your own removal, or you do not belong.
cli-not-an-entry-id = “{ $id }” is not the whole id of an entry, 64 digits.
cli-progress-aside = approved, but another decision counts in its place
cli-progress-certified = decided
cli-progress-missing = waits for something that is not known here yet
cli-progress-open = needs { $needed } of { $voters } approvals, has { $approvals }
cli-progress-void = can never count: { $rule }
cli-proposal-line = Proposal { $id }: { $progress }
cli-proposal-next = Next, the others: flotilla proposal approve { $id }
cli-propose-consent = You propose and approve this for your organization, for good. Sign? [y/N]
cli-propose-refused = This should not be proposed. Nothing was signed.
cli-propose-rivals = { $rivals ->
    [one] Another proposal is open. Only one of both can be decided next; the other must then be proposed again.
   *[other] { $rivals } other proposals are open. Only one of all can be decided next; the others must then be proposed again.
 }
cli-proposed-already = This is proposed already, as { $id }. You approve of that.
cli-reject-consent = You say that nobody need wait for you. You can still approve later. Reject? [y/N]
cli-state-height = It has made { $height ->
    [one] one decision
   *[other] { $height } decisions
 } since it was founded.
cli-state-nothing-pending = Nothing is being voted on.
cli-state-quorum = A decision needs { $needed } of { $members } members.
cli-vote-twice = You approved of another proposal for the same decision. If both pass, only one of them counts.
cli-voted-already = You voted so already. Nothing changed.
cli-votes-approve = For: { $members }
cli-votes-reject = Against: { $members }
cli-votes-silent = Not heard yet: { $members }

## flotilla member

cli-admit-code = “{ $code }” is not a lowest-level code of the list “{ $list }” of your coalition.
cli-heard-consent = Call the member at a number that you know from elsewhere. Did you hear exactly these digits? [y/N]
cli-hint-admit-code = Ask the member to make its file anew with codes of your catalogue, or extend the catalogue first.
cli-hint-frozen = Settle it first, from the recovery sheet: flotilla key recover; or by a vote: flotilla proposal confirm HANDLE
cli-join-installed = Your node knows “{ $name }” now.
cli-join-next-import = Next, start the node: flotilla-node --config flotilla.toml, and then: flotilla bundle import { $path }
cli-join-next-wait = Next: wait until the coalition has admitted you, then start the node: flotilla-node --config flotilla.toml
cli-join-proposed = Your admission is being voted on.
cli-join-unknown = As far as this file tells, nobody has proposed your admission yet. Send your request: flotilla member request
cli-member-active = active
cli-member-frozen = contested
cli-member-id = Id           { $id }
cli-member-is-frozen = The documents of this member part: two were signed after the same one. None of them counts.
cli-member-left = Removed by decision { $height }.
cli-member-removed = removed
cli-member-version = Version { $version } of its document; a member since decision { $height }.
cli-recovery-refused = { $path } is not a request of a member that lost its keys, or does not fit its log.
cli-request-done = Request: { $path }
cli-request-next = Next: send { $path } to a member of the coalition, and read the digits or the words by telephone. When you get the coalition’s file: flotilla coalition join FILE

## flotilla key, flotilla recovery

cli-hint-recover-after = Say which version of your document was the last of your own: --after VERSION; see flotilla member show
cli-hint-rotate-under-way = If a document for it was signed, bring it in; the node then takes the key. If nothing was signed for it, delete { $path } and try again.
cli-hint-sheet-used = The newer sheet counts. If both are lost: flotilla key recover --lost
cli-hint-not-the-sheet = Take the newest sheet. If it is lost, and the admin key too: flotilla key recover --lost
cli-hint-words-file = Give a file that only you can read: --words-file FILE
cli-hint-words-wrong = Type all 24 words in the order of their numbers; the columns of the sheet are read downwards.
cli-key-active = ACTIVE
cli-key-admin = Admin key    { $fingerprint }
cli-key-next = The next admin key is on the recovery sheet; its hash begins with { $id }.
cli-key-retired = RETIRED
cli-key-revoked = REVOKED
cli-key-sheet-unverified = The recovery sheet was never verified here. Do it once: flotilla recovery verify
cli-key-sheet-verified = The recovery sheet was verified here.
cli-key-until = up to entry { $seq }
cli-key-until-none = no entry
cli-lost-consent = New keys are made, and the others vote on them. Whatever was published after the entry above is lost. Go on? [y/N]
cli-lost-next = Next: print the recovery sheet and delete its file. Send { $path } to the other members, and read them the digits or the words by telephone; they run: flotilla member recover { $path }. When enough have approved, one of them sends you a bundle (flotilla bundle export), and you run: flotilla coalition join FILE
cli-lost-request = Request: { $path }
cli-not-the-sheet = These words are not those of the sheet that counts.
cli-recover-consent = The key on the sheet becomes the admin key, for good; the sheet is then used up. Go on? [y/N]
cli-recover-next = Next: print the new sheet and delete its file; destroy the old one. Until the coalition confirms, the old admin key still votes. Ask a member to propose: flotilla proposal confirm { $handle }
cli-recover-no-base = It is not clear which document of { $handle } the new key follows.
cli-recover-old-key = The admin key that was there is kept: { $path }
cli-recover-parted = Somebody else used this sheet, too: two documents follow the same one. A vote decides which one counts.
cli-recover-undoes = Makes void version { $version } of your document ({ $id }), and what was signed with its keys.
cli-rotate-consent = From now on, the node speaks with a new key. What the old key signs from here on is void. Go on? [y/N]
cli-rotate-file = New node key: { $path }
cli-rotate-key = Fingerprint of the new node key  { $fingerprint }
cli-rotate-next = Next: nothing. The node takes the new key by itself, and keeps the old one aside.
cli-rotate-under-way = A new node key is waiting already: { $path }. Nothing was done.
cli-sheet-used = The words of this sheet are an admin key of { $handle } already: the sheet is used up.
cli-sheet-used-here = This sheet was used here already; signing with it twice would freeze the member. Nothing was done.
cli-hint-sheet-used-here = Bring in the file that was signed then. If there is none, delete { $path } and try again.
cli-sheet-verified = This is the sheet that counts. Fingerprint  { $fingerprint }
cli-unlock-done = The passphrase opens the admin key. Your node needs none: its own key is a file that only it can read.
cli-words = The 24 words:
cli-words-how = Type the 24 words of the recovery sheet on one line, in the order of their numbers. They do not show.
cli-words-wrong = These are not 24 words of a recovery sheet: one of them is wrong, missing or out of place.

## flotilla publish

cli-reading = Reading the table …
cli-sending = Handing it to your node …
cli-checking = Checking what may be shown …
cli-file-too-large = The file is larger than { $mebibytes } MiB.
cli-not-applicable = n/a
cli-percent = { $percent }%
cli-problem = { $code }  { $place }  { $text } { $remedy }
cli-publish-consent = { $members ->
    [one] After this, it is published, and others may copy it. You can correct or withdraw, but copies already made may remain. Publish? [y/N]
   *[other] After this, { $members } organizations keep a copy. You can correct or withdraw, but copies already made may remain. Publish? [y/N]
 }
cli-publish-open = { $questions ->
    [one] One thing may be personal, and only you can tell. Nothing was published.
   *[other] { $questions } things may be personal, and only you can tell. Nothing was published.
 }
cli-question = ? { $question }
cli-question-confirmed = ✓ { $place }  You have confirmed that this is not personal.
cli-confirm-ask = Do you confirm that “{ $excerpt }” is not personal? Your answer is signed with the record. [y/N]
cli-hint-confirm = If it is not personal, quote each such thing: --confirm "{ $excerpt }"
cli-publish-nothing = Nothing was published.
cli-publish-problems = { $problems ->
    [one] There is a problem to fix. Nothing was published.
   *[other] There are { $problems } problems to fix. Nothing was published.
 }
cli-publish-summary = { $rows } rows read · { $shown } cells ready · { $withheld } hidden for privacy · { $problems } to fix
cli-again-nothing = Nothing that counts was left behind.
cli-publish-unchanged = The very same was published before. Nothing changed.
cli-publish-unchanged-in = This was published already, on { $date }, as entry { $id }. Nothing changed.
cli-receipt-entry = Entry { $id }
cli-receipt-file = File { $file }, SHA-256 { $hash }
cli-receipt-later = { $others ->
    [one] Whether the other member has received it, a little later: flotilla entry show { $id }
   *[other] Who of the { $others } others has received it, a little later: flotilla entry show { $id }
 }
cli-receipt-observations = { $observations } cells, { $withheld } of them hidden for privacy.
cli-receipt-published = Published by { $member } on { $moment }, up to entry { $seq } of its log.
cli-receipt-snapshot = Snapshot { $id }
cli-total = all
cli-trial-alone = There is no member here. The rules are those of a new coalition, and the regions and programs those that the recipe or the template names.
cli-trial-key = Figures of a trial are rounded by the key in { $path }. A member’s own will differ a little.
cli-trial-key-forgotten = No key for trials can be kept here. The next trial will round differently; to have them alike, give --rounding-key.
cli-trial-key-length = { $path } does not hold a key of 32 bytes.
cli-trial-node-away = Your node was not asked: what it published before does not count here. Give what it published with --history, or start it.
cli-withdraw-consent = { $entries ->
    [one] One entry disappears
   *[other] { $entries } entries disappear
} from every answer on { $members } nodes. Each node keeps what was said, hidden. Copies that others have downloaded remain. Continue? [y/N]
cli-withheld = hidden

## flotilla recipe, and workbooks

cli-hint-sheet = Write its name into the recipe under [file], such as sheet = "Data"; or use --sheet with: flotilla recipe suggest
cli-recipe-kept = This file has columns that look like { $kinds }: they stay on this computer and are not used.
cli-recipe-kept-and = { $before } and { $last }
cli-recipe-kept-columns = · { $kind }: { $columns }
cli-recipe-none = No recipe can be suggested for this file.
cli-recipe-not-yet = { $problems ->
    [one] The recipe does not run on this file yet: there is a problem to fix.
   *[other] The recipe does not run on this file yet: there are { $problems } problems to fix.
 }
cli-sheet-empty = No sheet of this workbook holds a table.
cli-sheet-malformed = The file is not a workbook, or is broken.
cli-sheet-missing = The workbook has no such sheet. It has: { $names }
cli-sheet-old = The workbook is of an old format, or behind a password. Save it as XLSX, without a password.
cli-sheet-several = Several sheets hold tables: { $names }
cli-sheet-too-large = The workbook is larger than { $mebibytes } MiB where it is unpacked. Save it as CSV UTF-8.
cli-sheet-too-many = The workbook has more rows, columns or parts than are read. Export a shorter time, or fewer columns.

## flotilla query

cli-answer-from = snapshot { $snapshot } · { $reporting } of { $members } members
cli-answer-malformed = The node gave an answer that cannot be read.
cli-answer-too-large = The answer is too large. Ask for less, or use the download of the node.
cli-answer-warning = Note: { $warning }
cli-no-https = This version asks over http:// only.
cli-node-refused = The node says: { $text }
cli-node-refused-silently = The node refused without a reason ({ $code }).
cli-node-unreachable = Cannot reach the node at { $url }.
cli-not-a-url = “{ $url }” is not an address.
cli-own-node-unreachable = Cannot reach your node at { $socket }.

## flotilla status

cli-peer-catching-up = catching up
cli-peer-in-sync = in sync
cli-peer-outdated = has to be updated
cli-peer-unreachable = not connected
cli-status-doubts = What { $member } published counts, and something about it is unlikely:
cli-status-forked = forked at entry { $seq }
cli-status-member = { $member } in { $coalition }, version { $software }
cli-status-no-peers = peers cannot dial in; this node dials out
cli-status-no-web = serves no web pages
cli-status-not-publishing = cannot publish now: { $reason }
cli-status-outdated = update this node: it speaks protocol version { $spoken } at most, and the coalition asks for { $wanted }. Until then it exchanges decisions with the other members, and no figures; what it holds can still be queried
cli-status-peers = peers dial { $address }
cli-status-publishing = ready to publish
cli-status-publishing-catching-up = cannot publish now: the node is fetching back its own log from its peers
cli-status-publishing-forked = cannot publish: this member’s log has two histories
cli-status-publishing-key-replaced = cannot publish: the coalition knows another key for this member than that of this node
cli-status-refused = Entry { $seq } of { $member } ({ $id }) does not count:
cli-status-snapshot = snapshot { $snapshot }
cli-status-your-vote = Your vote is asked for. Read it: flotilla proposal show { $id }  Then: flotilla proposal approve { $id }, or reject
cli-status-web = on the web at { $address }

## flotilla explain

cli-explain-breakdowns = May be broken down by: { $codes }
cli-explain-codes = Codes: { $codes }
cli-explain-unknown = The catalogue of your coalition has no “{ $code }”.
cli-kind-code = A code of the list “{ $list }”.
cli-kind-flow = A flow: adds up over time.
cli-kind-list = A list of codes.
cli-kind-mean = A mean, weighted by its base.
cli-kind-ratio = A rate: computed again from its two parts, never averaged.
cli-kind-stock = A stock: the state at the end of the period, never added over time.
cli-kind-unique = Distinct persons: never added over time.

## Tables

cli-column-breakdown = breakdown
cli-column-entries = entries
cli-column-fingerprint = fingerprint
cli-column-handle = handle
cli-column-held-by = held by
cli-column-indicator = indicator
cli-column-member = member
cli-column-name = name
cli-column-peer = peer
cli-column-period = period
cli-column-program = program
cli-column-quarantined = quarantined
cli-column-region = region
cli-column-signed = signed
cli-column-state = state
cli-column-value = value
cli-column-percent = percent
cli-column-version = version
cli-column-why = why
cli-column-change = change
cli-column-epoch = key
cli-column-node-key = fingerprint of the node key
cli-column-proposal = proposal
cli-column-proposer = proposed by
cli-column-until = counts
cli-column-waits-for = not heard yet
cli-not-yet = not yet
cli-yes = yes

## What the system says

cli-system-denied = This user may not do that. Check who owns the file, and its permissions.
cli-system-exists = Something of that name is there already.
cli-system-folder = It is a folder, not a file.
cli-system-full = The disk is full.
cli-system-not-a-folder = A part of the path is not a folder.
cli-system-not-found = There is no such file or folder. Check the spelling of the path.
cli-system-not-utf8 = It is not a text in UTF-8. Save it as UTF-8 and try again.
cli-system-read-only = The disk is read-only.

## Backups

cli-backup-done = Backup written to { $path } and read back to its end: { $files } files, { $mib } MiB.
cli-backup-hint = The passphrase may be another one, or the file is not whole. Try an older backup.
cli-backup-next = It opens with the passphrase only, and holds no key that signs: keep the admin key and the recovery sheet apart.
cli-backup-not-read-back = The backup could not be read back, so it was not kept. The disk may be failing.
cli-backup-refused = { $path } cannot be opened as a backup.
cli-restore-checked = { $path } is whole: { $files } files, { $mib } MiB.
cli-restore-done = Taken out into { $path }, with a new node key: { $files } files, { $mib } MiB.
cli-restore-next = One signature is missing: the coalition has to learn the new node key. With the admin key: flotilla --dir { $path } key rotate --restored --ask URL, where URL is the web address of another member’s node

## flotilla bundle

cli-bundle-about = It was made to prove entry { $id }.
cli-bundle-ask-again = Ask whoever gave you the file for another copy.
cli-bundle-column-kibibytes = KiB
cli-bundle-damaged = { $path } is damaged, or was cut short. Nothing of it was used.
cli-bundle-decisions = Governance: { $entries } entries, { $documents } documents, { $votes } votes.
cli-bundle-genesis = The founding act in { $path } is not signed as it should be. Nothing of it was used.
cli-bundle-imported = { $path }: { $learned } decisions, { $entries } log entries and { $statements } statements are new.
cli-bundle-no-genesis = { $path } does not say how its coalition was founded, and there is no node here that knows.
cli-bundle-no-member = The coalition has no member “{ $handle }”.
cli-bundle-nothing-new = { $path }: nothing in it is new to your node.
cli-bundle-of = Coalition “{ $name }”, { $id }
cli-bundle-other-kind = { $path } is not a bundle of Flotilla.
cli-bundle-rejected = { $rejected ->
    [one] One object does not verify, and was not taken. The others are not affected. To see which: flotilla verify { $path }
   *[other] { $rejected } objects do not verify, and were not taken. The others are not affected. To see which: flotilla verify { $path }
 }
cli-bundle-replace = To replace it: --yes
cli-bundle-said = Besides: { $statements } head statements, { $proofs } proofs of forks.
cli-bundle-skipped = { $count ->
    [one] One piece is of a later version of Flotilla, and was passed over.
   *[other] { $count } pieces are of a later version of Flotilla, and were passed over.
 }
cli-bundle-text-smaller = Leave out --text and .txt, or take fewer logs: --member HANDLE
cli-bundle-text-too-large = This is more than { $mebibytes } MiB, too much for an e-mail. Nothing was written.
cli-bundle-too-much = { $path } holds more than can be checked in one go.
cli-bundle-unchecked = Nothing of this was checked. To check it: flotilla verify { $path }
cli-bundle-unreadable = { $count ->
    [one] One object cannot be read.
   *[other] { $count } objects cannot be read.
 }
cli-bundle-waiting = { $waiting ->
    [one] One object cannot be checked before others come, and was not kept. Import the file again once your node has caught up.
   *[other] { $waiting } objects cannot be checked before others come, and were not kept. Import the file again once your node has caught up.
 }
cli-bundle-written = Written: { $path } ({ $kibibytes } KiB)

## flotilla entry

cli-entry-absent = There is no entry { $id } here that verifies.
cli-entry-ambiguous = More than one entry begins with “{ $text }”. Give more digits.
cli-entry-column-entry = entry
cli-entry-column-kind = kind
cli-entry-column-seq = no.
cli-entry-counts = It counts: { $name } ({ $member }) signed this { $kind } as entry { $seq } of its log, and nothing here takes it back.
cli-entry-detail-beyond = The log is known to go on to entry { $known }, but this file ends at { $last }: it may have been taken back there.
cli-entry-detail-by = Because of entry { $id }
cli-entry-detail-held = { $others ->
    [0] None of { $of } other members has acknowledged it here.
   *[other] Received by { $others } of { $of } other members: { $members }
 }
cli-entry-detail-id = Entry { $id }
cli-entry-detail-key = Signed in epoch { $epoch } with the node key { $fingerprint }
cli-entry-detail-roster = By the roster of “{ $name }” at governance height { $height }; its author knew height { $author }.
cli-entry-detail-roster-unknown = The governance entry that its author knew is not among those that count here.
cli-entry-differs = Do not use it: the content beside entry { $seq } of { $name } ({ $member }) is not what was signed.
cli-entry-erased = It no longer counts: { $name } ({ $member }) signed it as entry { $seq }, and later had it erased.
cli-entry-erased-by-order = It no longer counts: { $name } ({ $member }) signed it as entry { $seq }, and the coalition ordered it erased.
cli-entry-forked = It does not count: { $name } ({ $member }) signed two histories of its log, and entry { $seq } is in one of them. The members have not settled which.
cli-entry-hollow = It cannot be told: { $name } ({ $member }) signed entry { $seq }, but its content is not here.
cli-entry-kind-erasure = erasure
cli-entry-kind-practice = practice record
cli-entry-kind-release = table of figures
cli-entry-kind-response = response
cli-entry-kind-token-revocation = end of a token
cli-entry-kind-unknown = kind of a later version
cli-entry-kind-withdrawal = withdrawal
cli-entry-not-an-id = “{ $text }” is not the id of an entry. Give its 64 digits, or the first { $digits } or more.
cli-entry-pending = It cannot be told yet: { $name } ({ $member }) signed entry { $seq }, but entries before it are missing here.
cli-entry-quarantined = It does not count: { $name } ({ $member }) signed more than one history, and entry { $seq } is not in the one that counts.
cli-entry-spoiled = { $rejected ->
    [one] Do not rely on this file: one object in it does not verify. Without it, nothing sure can be said of entry { $seq } of { $name } ({ $member }).
   *[other] Do not rely on this file: { $rejected } objects in it do not verify. Without them, nothing sure can be said of entry { $seq } of { $name } ({ $member }).
 }
cli-entry-state-counts = counts
cli-entry-state-differs = wrong content
cli-entry-state-erased = erased
cli-entry-state-hollow = no content
cli-entry-state-pending = pending
cli-entry-state-quarantined = quarantined
cli-entry-state-superseded = replaced
cli-entry-state-unreadable = unreadable
cli-entry-state-void = void
cli-entry-state-withdrawn = withdrawn
cli-entry-superseded = It no longer counts: { $name } ({ $member }) signed it as entry { $seq }, and a later entry takes its place.
cli-entry-unreadable = It does not count: { $name } ({ $member }) signed it as entry { $seq }, but it is not a { $kind } that can be read.
cli-entry-unsettled = It cannot be told: { $name } ({ $member }) signed entry { $seq }, and later took something back, but what is not here.
cli-entry-void-cut = It does not count: it was signed as entry { $seq } with a former key of { $name } ({ $member }), after the last entry that { $name } stands by under that key.
cli-entry-void-departed = It does not count: { $name } ({ $member }) signed it as entry { $seq }, after the end of its membership.
cli-entry-void-key = It does not count: it was signed as entry { $seq } of { $name } ({ $member }) with a key that does not speak for it.
cli-entry-void-parted = It does not count: entry { $seq } of { $name } ({ $member }) does not belong to the history that counts.
cli-entry-which = { $path } does not say which entry it is to prove.
cli-entry-which-hint = Name the entry: flotilla entry verify FILE ID; or check all of it: flotilla verify FILE
cli-entry-withdrawn = It no longer counts: { $name } ({ $member }) signed it as entry { $seq }, and later withdrew it.

## flotilla verify

cli-verify-action-admit = a member joins
cli-verify-action-confirm = a document is confirmed
cli-verify-action-erase-order = entries are erased
cli-verify-action-recover = a member gets new keys
cli-verify-action-remove = a member is removed
cli-verify-action-set-catalogue = another catalogue
cli-verify-action-set-policy = other rules
cli-verify-anchor-given = It is of the coalition that you named, { $id }.
cli-verify-anchor-own = It is of the coalition of your own node, { $id }.
cli-verify-anchor-unconfirmed = This holds for coalition { $id } only. Compare this id with one from a source you trust, or give that one: --coalition ID
cli-verify-another = This is of coalition { $found }, not of { $expected }. Nothing of it was used.
cli-verify-another-hint = If you do mean that other coalition, name it: --coalition ID
cli-verify-beyond = The log of { $member } is known to go on to entry { $known }, but ends here at { $last }.
cli-verify-column-pending = pending
cli-verify-column-superseded = replaced
cli-verify-column-taken-back = taken back
cli-verify-column-valid = valid
cli-verify-column-void = void
cli-verify-decision = { $height }: { $actions } ({ $state }; approved by { $approvals }: { $members })
cli-verify-fault = In frame { $frame }: { $what }: { $why }
cli-verify-fork-settled = { $member } once signed two histories of its log; which of them counts is settled.
cli-verify-forked = { $member } signed two histories of its log from entry { $seq } on, and the members have not settled which counts.
cli-verify-governance = Governance height { $height }
cli-verify-holds = Everything in this file of “{ $name }” verifies.
cli-verify-lacks = Everything in this file of “{ $name }” verifies, but some of it refers to what is not here.
cli-verify-left = { $member } is no longer a member.
cli-verify-not-an-id = “{ $text }” is not the id of a coalition. It has 64 digits, 0 to 9 and a to f.
cli-verify-rows-added = Line { $line } is in no entry that counts: nobody signed this row as it stands.
cli-verify-rows-cell = Line { $line }, column { $column }: the file says “{ $found }”, but { $member } signed “{ $signed }” in entry { $seq } ({ $record }).
cli-verify-rows-cite = Save it again: “flotilla cite --json”, or the page of the citation as json.
cli-verify-rows-cited = It is, byte for byte, the file that was cited.
cli-verify-rows-columns = The first line does not name the columns of the observations of this coalition. Columns were added, taken out or renamed, or the file is of another table.
cli-verify-rows-counts = In all: rows that were signed and are not in the file: { $missing }; rows of the file that were not signed so: { $strange }.
cli-verify-rows-cut-short = The proof ends early: others hold more entries of { $members }.
cli-verify-rows-form = Line { $line } has the values that were signed, but not the form that nodes write. The file was edited or saved by another program.
cli-verify-rows-holds = This file holds: row by row, in this order and without one too few, it is what members of “{ $name }” signed. Rows: { $rows }. Releases: { $entries }. Members: { $members }.
cli-verify-rows-missing = The row that should be line { $line } is not in the file: { $member } signed it in entry { $seq } ({ $record }).
cli-verify-rows-missing-entry = Nothing of entry { $seq } of { $member } is in the file, which should begin in line { $line } ({ $record }). If nodes show that entry as quarantined, add: --without { $record }
cli-verify-rows-moved = Line { $line } holds a row that was signed, but not in this place: rows were put in another order.
cli-verify-rows-not = This file does not hold: it is not what the members of “{ $name }” signed.
cli-verify-rows-not-a-citation = { $path } is not a citation in JSON as nodes write it.
cli-verify-rows-not-a-table = { $path } cannot be read as CSV, as CSV in gzip, or as Parquet. It was not downloaded whole, or was changed.
cli-verify-rows-not-an-entry = “{ $text }” is not the id of an entry. It has 64 digits, 0 to 9 and a to f.
cli-verify-rows-not-cited = It is not the file that was cited. Its SHA-256 is { $sha256 }.
cli-verify-rows-not-known = The rows of “{ $name }={ $value }” cannot be made again from entries. Download the table without it, and check that.
cli-verify-rows-other-proof = The proof is of another coalition than the file that was cited. Ask a member of that coalition for a proof.
cli-verify-rows-other-snapshot = The file is of snapshot { $asked }, and the proof of { $proof }.
cli-verify-rows-other-snapshot-hint = Ask for a proof that was exported when the file was downloaded, or for the file with as_of= a day or a moment.
cli-verify-rows-other-table = { $file } cannot be made again from entries: only observations and the whole dataset can.
cli-verify-rows-proof-spoiled = { $rejected ->
    [one] One object of the proof does not verify. “flotilla verify” on the proof alone says which.
   *[other] { $rejected } objects of the proof do not verify. “flotilla verify” on the proof alone says which.
}
cli-verify-rows-replaced = Line { $line } is what { $member } signed in entry { $seq }, but a later entry took its place. The file is older than the proof: check it with the citation, or with --url and as_of.
cli-verify-rows-resaved = A spreadsheet program has saved this file: it writes dates, numbers or line ends in its own way, so these are no longer the bytes that a node gave. Download the file again, and check it before you open it.
cli-verify-rows-snapshot-differs = The proof is not of the snapshot that was cited, but of { $proof }.
cli-verify-rows-taken-back = Line { $line } is of entry { $seq } of { $member }, which was taken back. It must not be used any more.
cli-verify-rows-too-large = { $path } has more than 512 MiB. Check a part of it: download the table by region or by period.
cli-verify-rows-uncited = Without a citation (--citation), nobody can see what this file and the proof may both leave out.
cli-verify-rows-workbook = { $path } is a workbook, which programs rewrite whenever they save it. Download the same table as CSV or Parquet, and check that.
cli-verify-spoiled = { $rejected ->
    [one] One object in this file of “{ $name }” does not verify. The others are not affected.
   *[other] { $rejected } objects in this file of “{ $name }” do not verify. The others are not affected.
 }
cli-verify-state-aside = certified, but another branch counts
cli-verify-state-certified = certified
cli-verify-state-missing = something it builds on is missing
cli-verify-state-open = not certified
cli-verify-state-void = void
cli-verify-what-document = a document of { $member }
cli-verify-what-entry = entry { $place } of { $member }
cli-verify-what-fork-proof = a proof of a fork of { $member } at entry { $place }
cli-verify-what-governance = a governance entry at height { $place }
cli-verify-what-statement = a head statement of { $member }
cli-verify-what-unreadable = something
cli-verify-what-vote = a vote of { $member }
cli-verify-why-broken = it breaks a rule ({ $rule })
cli-verify-why-forged = the signature is not that of the key that it names
cli-verify-why-payload = the content is not what was signed
cli-verify-why-unknown = no key that is known here signed it as it stands
cli-verify-why-unreadable = it cannot be read

## Restored nodes, and two histories

cli-column-day = made on
cli-column-followed = followed here
cli-hint-restored-another = Ask other nodes. If they agree with it, this backup is of another log.
cli-hint-restored-ask = Name at least one other node that answers: --ask http://node.example.org:8401
cli-hint-restored-behind = Let your node meet one of its peers, or import a newer bundle; then try again.
cli-hint-settle-again = See why with: flotilla status. Then go on with: flotilla log settle
cli-hint-settle-keep = Name the last entry of one of the branches shown: --keep ID
cli-no = no
cli-restored-another = { $url } tells of another log than this backup.
cli-restored-ask = How far this log had reached has to be asked elsewhere, or places would be signed twice.
cli-restored-behind = Your document is at version { $theirs } elsewhere, and here only at { $ours }. A document that follows an old one would freeze your member; nothing was signed.
cli-restored-known = The coalition has a document with this node key already.
cli-restored-next = Next: nothing. The node brings the document to its peers, and fetches back its log. Then publish again what turned up too late, if anything: flotilla log settle
cli-settle-branches = This log has two histories; publishing has stopped on every node. These are the entries of which they differ:
cli-settle-elsewhere = The other history is not held here, only the proof that it was signed. What it says can be published again when it turns up: flotilla log settle
cli-settle-later = When the coalition has the new key, go on with: flotilla log settle
cli-settle-no-such-branch = No branch ends with this entry.
cli-settle-not-ready = The node may not publish yet. The cut is signed.
cli-column-entry = entry
cli-column-id = id
cli-erasures-none = Nothing was ever erased.

## flotilla template

cli-hint-period = Write a period like 2025, 2025-Q3, 2025-09, FY2024-25 or SY2024-25.
cli-hint-recipe-or-template = Name a recipe with --recipe (flotilla recipe suggest writes one), or fill in a workbook from: flotilla template write
cli-publish-no-recipe = This file is not a template that was filled in, so it needs a recipe.
cli-template-all-programs = All programs
cli-template-at-the-end = on the last day: { $day }
cli-template-before = { $period }, published: { $column }
cli-template-before-told = { $figures ->
    [one] One figure that was published for { $period } stands beside them in grey.
   *[other] { $figures } figures that were published for { $period } stand beside them in grey.
 }
cli-template-count = Count
cli-template-denominator = { $title }: out of how many
cli-template-definition = What is counted
cli-template-during = during { $period }
cli-template-hint = Type exact counts into the white cells. Leave a cell empty if you do not know or do not report it; type 0 where there is nobody.
cli-template-how-empty = · Leave empty what you do not know or do not report; that part is then left out. 0 is a count: it says that there is nobody.
cli-template-how-fill = · Fill in the white cells of the sheets that follow, with exact whole numbers. Begin with the totals; breakdowns may stay empty.
cli-template-how-grey = · Grey cells, if there are any, show what was published of the period before. They are not read.
cli-template-how-persons = · Persons count once each, in one region and in every program they take part in, so programs may add up to more. A rate is two numbers: how many (.num), and out of how many (.den, or the indicator it is a share of).
cli-template-how-publish = · When you are done, save the file and see what others would see: flotilla publish metrics FILE --dry-run
cli-template-how-rows = · Rows may be sorted or deleted, and new ones added below: choose their codes from the lists. Please change no other columns.
cli-template-how-small = · Type small numbers as they are, never “<5”. They are hidden for you before anything leaves your computer, so that nobody can work them out.
cli-template-how-sums = · Programs add up to “All programs”, and the cells of a breakdown to their total, but for groups that overlap. Who is not known has a column of their own.
cli-template-indicator = Indicator
cli-template-member = For { $member }
cli-template-next = Fill it in, then: flotilla publish metrics { $path } --dry-run
cli-template-numerator = { $title }: how many
cli-template-own-profile = This member has regions and programs of its own; leave --region and --program out.
cli-template-program = Program type
cli-template-refused = No template can be written.
cli-template-region = Region of the people
cli-template-sheet-by = By { $list }
cli-template-sheet-codes = Codes
cli-template-sheet-read-me = Read me
cli-template-sheet-totals = Totals
cli-template-title = Counts for { $period }
cli-template-when = Counted
cli-template-written = { $path }: a workbook with { $cells } cells to be filled in
cli-template-wrong = Not a count
cli-template-wrong-remedy = Type a whole number, or leave the cell empty if you do not know. Type small numbers as they are: they are hidden for you.

## flotilla publish metrics --report

cli-report-breakdown = Breakdown
cli-report-code = Code
cli-report-figures = { $indicator }, { $period }
cli-report-hidden = hidden for privacy
cli-report-intro = These are all figures as other organizations will have them. Numbers are rounded. Why a figure is hidden is told to you alone; keep this file to yourself.
cli-report-notes = Worth knowing
cli-report-problems = What is to be corrected
cli-report-program = Program type
cli-report-region = Region
cli-report-remedy = What to do
cli-report-title-problems = What is wrong with { $file }
cli-report-title-ready = What others will see of { $file }
cli-report-value = Value
cli-report-what = What is wrong
cli-report-where = Where
cli-report-why = Why
cli-report-written = The report is in { $path }.

## The register of what was made anonymous

cli-register-absent = { $handle } is no member of this coalition, as far as its decisions tell.
cli-register-alone = Individualization
cli-register-correlation = Checked together with everything that this member published before: no two publications, compared, tell of fewer people than that. Each group is always rounded alike, so repeating a question reveals nothing.
cli-register-counts = published
cli-register-done = Register: { $path } ({ $count } publications)
cli-register-due = { $count ->
    [one] One publication was made more than a year ago: look at its risk again, and note that you did.
   *[other] { $count } publications were made more than a year ago: look at their risk again, and note that you did.
}
cli-register-entry = Id
cli-register-erased = erased
cli-register-figures = Numbers
cli-register-for = Purpose
cli-register-hidden = of them hidden
cli-register-how = Techniques
cli-register-indicators = Indicators
cli-register-individualization = No number stands for fewer than { $threshold } people, and none is exact. No row about a person left the organisation.
cli-register-inference = Every hidden number keeps at least { $candidates } possible values, whatever is added or subtracted. No breakdown by protected identity tells that nearly everybody in a group belongs to one of them.
cli-register-inferred = Inference
cli-register-kind = { $path }: the name of the file says which form it gets. Let it end with .csv or .xlsx.
cli-register-linked = Correlation
cli-register-not-counted = does not count
cli-register-periods = Periods
cli-register-policy = Rules, version
cli-register-published = Published on
cli-register-purpose = To learn together about youth mentoring, in “{ $coalition }”
cli-register-reassess = To be reassessed by
cli-register-refused = The register cannot be made.
cli-register-state = State
cli-register-superseded = corrected
cli-register-supervisor = Answered for by
cli-register-techniques = Counted by group. Groups under { $threshold } hidden (protected identities { $identity }, community-governed groups { $community }). Rounded to { $base } with a secret offset for each group. Breakdowns only of groups of { $slice } or more. Further numbers hidden so that none can be worked out.
cli-register-title = Register of anonymization
cli-register-withdrawn = withdrawn

## A folder for tables

cli-inbox-problems = { $path }: something is to be mended. Read { $report }
cli-inbox-ready = { $path }: could be published. Read { $report } first
cli-inbox-unread = { $path } could not be read.
cli-inbox-watching = Looking for tables in { $path }. Nothing is published. End with Ctrl-C.

## flotilla export lake

cli-hint-lake-sync = Write to a folder, then copy what is current with the tool of your store, such as: aws s3 sync --delete FOLDER/current s3://BUCKET
cli-lake-busy = Somebody else is writing to { $path } now.
cli-lake-no-store = { $url } is the address of a store. An export is written to a folder.
cli-lake-too-busy = The data changed again and again while they were exported. Try again in a quiet hour.
cli-lake-written = { $path } holds snapshot { $snapshot }: { $rows ->
    [one] one row
   *[other] { $rows } rows
} in { $files ->
    [one] one file
   *[other] { $files } files
}; written now: { $written }.

## flotilla practice, and the member’s own names

cli-hint-names-again = Learn the names again: flotilla names forget, then flotilla names learn
cli-names-forgotten = All names are forgotten.
cli-names-learned = Names of { $cells } cells learned; { $words } words are known, as salted hashes in { $path }. They stay on this computer.
cli-names-malformed = { $path } is not the file of names it should be.
cli-names-refused = No names were learned.
cli-practice-new-codes = Whom and what it concerns, by code list; see: flotilla explain program_type
cli-practice-new-contact = A role and a shared mailbox, never a person.
cli-practice-new-benchmark = The benchmark of that standard; may be left out.
cli-practice-new-cost-detail = What it costs, for example in dollars for a young person and a year; may be left out.
cli-practice-new-ratings = What others have found: side by side, each with its scheme; “no effects” is as welcome as success. May be left out.
cli-practice-new-evidence = What you know yourselves: practice_wisdom, pre_post, comparison_group or rct; of under_30, 30_to_99, 100_to_349 or 350_or_more.
cli-practice-new-replication = At how many sites, how often again, and whether by others than those who made it; may be left out.
cli-practice-new-goals = What it is to achieve. This and what follows may be left out.
cli-practice-new-core = What must not be left out of it.
cli-practice-new-dosage = How often and how long.
cli-practice-new-staffing = Who does it, by their roles.
cli-practice-new-training = What they learn first.
cli-practice-new-adaptation = What may be changed, and what came of it.
cli-practice-new-found = What you found out about it, in a few sentences.
cli-practice-new-cost = very_low, low, moderate, high or very_high; may be left out.
cli-practice-new-done = Written: { $path }
cli-practice-new-eepm = Elements of Effective Practice: 1 recruitment, 2 screening, 3 training, 4 matching, 5 support, 6 closure, 0 planning.
cli-practice-new-file = practice.md
cli-practice-new-how = How we do it
cli-practice-new-id = The same in every version of this record.
cli-practice-new-kind = program, practice or resource.
cli-practice-new-licence = What others may do with it, as an SPDX or Creative Commons identifier.
cli-practice-new-next = Fill it in, then: flotilla practice check { $path }
cli-practice-new-references = DOIs, addresses or citations; may be left out.
cli-practice-new-result = What came of it
cli-practice-new-review = When it should be looked at again; may be left out.
cli-practice-new-supersedes = From version 2 on: the id of the entry that this one takes the place of.
cli-practice-new-text = At most 200 and 600 characters. Add another language as a table such as [fr], with its body after +++ fr.
cli-practice-new-tips = What we would tell others
cli-practice-new-version = 1, then 2, and so on.
cli-practice-new-what = What it is
cli-practice-new-whom = Whom it is for
cli-practice-open = { $questions ->
    [one] One thing may be personal, and only you can tell.
   *[other] { $questions } things may be personal, and only you can tell.
 }
cli-practice-problems = { $problems ->
    [one] There is a problem to fix.
   *[other] There are { $problems } problems to fix.
 }
cli-practice-sound = Nothing is wrong with this record.
cli-hint-respond-record = flotilla query "SELECT record_id, member, title_en FROM practices" lists them.
cli-hint-respond-result = For example: --result "MATCHES_NEW 2025 CA-ON"
cli-respond-found = { $records ->
    [0] There is no such record.
   *[other] { $records } records are called so. Name one by its entry.
 }
cli-respond-record = A record is named by its entry, the first 8 digits of it or more, or by its id.
cli-respond-result = A result is an indicator, a period and a region.
cli-column-community = community
cli-column-contact = contact
cli-column-governs = governs
cli-head-steward = who speaks for { $member }
cli-head-steward-gone = nobody speaks for { $member }
cli-hint-steward = For example: flotilla proposal steward north --key steward.flotilla --name "en=Northern Nation" --name "fr=Nation du Nord" --contact "Data office" --code population:FIRST_NATIONS
cli-steward-code = “{ $word }” is not a list and a code, such as population:FIRST_NATIONS.
cli-steward-key-done = Key of the steward, sealed with the passphrase: { $path }
cli-steward-key-file = The file of the key cannot end in .{ $extension }: that is for the public half.
cli-steward-key-missing = “{ $word }” has no steward yet, so the key is needed.
cli-steward-key-next = Next: send { $path } to a member of the coalition, and keep the other file and a copy of it where only the community can reach them.
cli-steward-key-unsound = There is no sound key in { $word }.
cli-steward-name = “{ $word }” is not a language and a name, such as "en=Northern Nation".
cli-steward-public-done = Public half of it, to be sent: { $path }
cli-steward-unchanged = Nothing would change for “{ $word }”.
cli-steward-unknown = No community is registered as “{ $word }”.
cli-told-steward = For { $name } ({ $handle }), a steward decides what is published about { $codes }.
cli-told-steward-before = Until now: { $codes }, with the key { $fingerprint }.
cli-told-steward-contact = Whom to talk to: { $contact }
cli-told-steward-gone = Nobody speaks for { $handle } any more. What it governs is then published by nobody; what it consented to stays.
cli-told-steward-key = It consents with the key { $fingerprint }. Compare the digits with the community before you approve.
cli-told-steward-names = What the community is called: { $names }
cli-cosign-asks = { $member } of { $coalition } asks { $steward } to consent to these figures:
cli-cosign-consent = Consent to exactly these figures? Every member of the coalition will hold a copy.
cli-cosign-done = Consent signed: { $path }
cli-cosign-next = Next: send { $path } back to { $member }, who publishes with: --consent { $path }
cli-cosign-other-key = This key is none of those that are asked. The request is for { $fingerprints }.
cli-cosign-refused = There is no sound request in { $path }.
cli-cosign-scope = About { $codes }, from { $first } to { $last }. Later periods need another consent.
cli-cosign-agreement = As agreed in: { $agreement }
cli-cosign-agreement-none = No agreement is named.
cli-ask-done = Request written: { $path }. Nothing was published.
cli-ask-next = Next: send { $path } to the steward. It holds the figures as they would be published, and none of your rows. The answer comes back as a file for --consent.
cli-ask-nothing = This file comes to no figures that these communities govern. Nothing was asked.
cli-bundle-retractions = Taken back by communities: { $count }.
cli-retract-consent = Take this consent back, on every node?
cli-retract-copies = Every node that hears of it hides these figures. People who already downloaded them may still have them.
cli-retract-done = Signed: { $path }
cli-retract-next = Next: send { $path } to any member of the coalition, who gives it to a node: flotilla bundle import { $path }
cli-retract-refused = There is no sound consent in { $path }.
cli-retract-told = { $steward } takes back its consent about { $codes }, from { $first } to { $last } (“{ $agreement }”).
cli-records-column-consent = consent
cli-records-column-hidden = hidden
cli-records-column-shown = shown
cli-records-consent = { $steward }: “{ $agreement }”
cli-records-destroyed = { $count ->
    [one] The contents of one entry were destroyed; nobody can tell any more whom it was about.
   *[other] The contents of { $count } entries were destroyed; nobody can tell any more whom they were about.
}
cli-records-next = To read the very bytes of an entry: flotilla entry export ENTRY FILE
cli-records-none = Nobody has published anything about { $code }.
cli-records-taken-back = { $steward }: “{ $agreement }”, taken back
cli-records-unknown = The catalogue of this coalition has no { $code }.
cli-label-coalition = A coalition is named by the 64 digits that “coalition show” tells.
cli-label-consent = Sign this Label for this record?
cli-label-next = Next: put these lines into the front matter of { $path }, before the line “+++” that ends it.
cli-label-restricted = “{ $kind }” says that not everybody may know this record, so it is not published here at all. There is nothing to sign.
cli-label-told = “{ $title }” is to carry the Label: { $label }
cli-label-unsound = “{ $kind }” is no type of a Label, or a text is too long.

## What is held at home

cli-ask-away = The node of { $member } is not reachable now, so the record is not shown.
cli-ask-community = Held by { $community }, on the node of { $member }. Steward: { $contact }
cli-ask-holder = Held by { $member }. Contact: { $contact }
cli-ask-own = Your own node holds this record. To see who was told of it: flotilla records --asked
cli-ask-shown = This was told now by its holder, who has a note of it. Nothing of it is kept on your node.
cli-ask-tampered = What the node of { $member } tells is not what its author signed. It is not shown.
cli-ask-unfit = What the node of { $member } tells may speak of people, and its author has not said otherwise. It is not shown.
cli-ask-unshown = The node of { $member } does not show this record now: it was taken back, is not there, or was asked for too often.
cli-hint-ask = Ask the steward: { $contact }
cli-records-asked-none = Nobody has asked this node for what it holds at home.
cli-records-column-asked = asked (UTC)
cli-records-held = held at home
cli-cite-name-a-node = Name a node that does: --node URL
cli-cite-no-pages = Your own node shows no pages, so it has no address to cite.
cli-cite-not-a-filter = “{ $text }” does not say which values of which column, such as region=CA-ON.
cli-follow-begin-anew = Leave it out, or take another file, to be told everything from the beginning.
cli-follow-ceased = { $time } · { $member } · { $kind } { $seq } no longer counts ({ $entry })
cli-follow-counts = { $time } · { $member } · { $kind } { $seq } counts ({ $entry })
cli-follow-ended = The node ended the connection. Run the same command again: with --state or --since it goes on where it was.
cli-follow-erased = { $time } · { $member } · { $kind } { $seq } was erased ({ $entry })
cli-follow-not-resume = This is not where an earlier run left off: it has digits, 0 to 9 and a to f, two by two.
cli-follow-quarantined = { $time } · { $member } · { $kind } { $seq } is quarantined ({ $entry })
cli-follow-replaced = The log of { $member } went on by another branch: nothing of it that was told counts, and what does follows.
cli-follow-superseded = { $time } · { $member } · { $kind } { $seq } was replaced by a later entry ({ $entry })
cli-follow-withdrawn = { $time } · { $member } · { $kind } { $seq } was withdrawn ({ $entry })
cli-page-broken = The node broke off its answer.

## Tokens

cli-token-issuer = This token was issued by { $issuer }.
cli-token-aggregates = Its bearer may read the figures, and what is needed to read them (aggregates).
cli-token-bulk = Its bearer may fetch all figures in one file (bulk).
cli-token-records = Its bearer may read practice records, responses, and entries as they were signed (records).
cli-token-high = It may be used as often as a program asks: 50 times a second.
cli-token-standard = It may be used as often as a person asks: 4 times a second, and 240 times in a row.
cli-token-days = It holds from { $first } to { $last }, both included.
cli-token-bearer = Any node takes it from whoever has it. Pass it on as you would a password.
cli-token-id = Its id, by which it can be revoked: { $id }
cli-token-unchecked = This is what the token says. Only a node can tell whether it was signed by its issuer, and still holds.
cli-token-written = Written: { $path }. Only you can read it.
cli-token-unreadable = This is no token, or some of it was lost.
cli-hint-token-whole = Copy the whole line, from “flotilla-token-1-” to its end.
cli-token-not-an-id = “{ $text }” is not the id of a token, which has 64 digits from 0 to f. For the token itself there is --token-file.
cli-token-in-clear = The token goes to that node unencrypted, and others on the way can read it. Where they might, ask a node over a line of your own, or through its encrypted address with another program.
cli-token-revoke-consent = { $tokens ->
    [one] This ends one token for good
   *[other] This ends { $tokens } tokens for good
  }, at each of the { $members ->
    [one] nodes of the one member
   *[other] { $members } members’ nodes
  } as soon as it hears of it. It cannot be taken back. Go on?
cli-token-revoked = Ended with entry { $seq } of your log.
