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
