### What the tool `flotilla` says, besides its help.

## The three parts of an error

cli-error = error:
cli-caused-by = caused by:
cli-hint = hint:

cli-hint-allowed = Allowed are: { $values }
cli-hint-did-you-mean = Did you mean “{ $nearest }”?
cli-hint-help = For what there is, type: flotilla --help
cli-hint-no-settings = Make a member with “flotilla init”, or say where its settings are: --config FILE
cli-hint-node-flag = Say which node to ask: --node http://ADDRESS
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
cli-init-fingerprint = Fingerprint  { $fingerprint }
cli-init-member = Public file of the member: { $path }
cli-init-next = Next: print the recovery sheet and delete its file. Then send { $path } to the other founders, and read them the fingerprint by telephone.
cli-init-node-key = Node key: { $path }
cli-init-not-a-member = These are not the particulars of a member.
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

## flotilla publish

cli-file-too-large = The file is larger than { $mebibytes } MiB.
cli-not-applicable = n/a
cli-problem = { $code }  { $place }  { $text } { $remedy }
cli-publish-consent = { $members ->
    [one] After this, it is published, and others may copy it. You can correct or withdraw, but copies already made may remain. Publish? [y/N]
   *[other] After this, { $members } organizations keep a copy. You can correct or withdraw, but copies already made may remain. Publish? [y/N]
 }
cli-publish-nothing = Nothing was published.
cli-publish-problems = { $problems ->
    [one] There is a problem to fix. Nothing was published.
   *[other] There are { $problems } problems to fix. Nothing was published.
 }
cli-publish-summary = { $rows } rows read · { $shown } cells ready · { $withheld } hidden for privacy · { $problems } to fix
cli-publish-unchanged = The very same was published before. Nothing changed.
cli-receipt-entry = Entry { $id }
cli-receipt-observations = { $observations } cells, { $withheld } of them hidden for privacy.
cli-receipt-published = Published by { $member }, up to entry { $seq } of its log.
cli-receipt-snapshot = Snapshot { $id }
cli-total = all
cli-withheld = hidden

## flotilla query

cli-answer-from = snapshot { $snapshot } · { $reporting } of { $members } members
cli-answer-malformed = The node gave an answer that cannot be read.
cli-answer-too-large = The answer is too large. Ask for less, or use the download of the node.
cli-no-web-address = Your node serves no questions: “listen.web” is off.
cli-no-https = This version asks over http:// only.
cli-node-refused = The node says: { $text }
cli-node-refused-silently = The node refused without a reason ({ $code }).
cli-node-unreachable = Cannot reach the node at { $url }.
cli-not-a-url = “{ $url }” is not an address.
cli-own-node-unreachable = Cannot reach your node at { $socket }.

## flotilla status

cli-peer-catching-up = catching up
cli-peer-in-sync = in sync
cli-peer-unreachable = not connected
cli-status-forked = forked at entry { $seq }
cli-status-member = { $member } in { $coalition }, version { $software }
cli-status-no-peers = peers cannot dial in; this node dials out
cli-status-no-web = serves no web pages
cli-status-not-publishing = cannot publish now: { $reason }
cli-status-peers = peers dial { $address }
cli-status-publishing = ready to publish
cli-status-publishing-catching-up = cannot publish now: the node is fetching back its own log from its peers
cli-status-publishing-forked = cannot publish: this member’s log has two histories
cli-status-publishing-key-replaced = cannot publish: the coalition knows another key for this member than that of this node
cli-status-snapshot = snapshot { $snapshot }
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
cli-column-version = version
cli-column-why = why
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
cli-restore-next = One signature is missing: the coalition has to learn the new node key. With the admin key: flotilla --dir { $path } key rotate --restored

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
    [0] No other member acknowledges it here.
    [one] One other member acknowledges it: { $members }
   *[other] { $others } other members acknowledge it: { $members }
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
