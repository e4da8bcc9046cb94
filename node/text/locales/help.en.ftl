### The help of the tool `flotilla`: one line for each command and argument.

help-heading-arguments = Arguments
help-heading-commands = Commands
help-heading-options = Options
help-heading-usage = Usage:

help-flotilla = Look after your member of a data commons: keys, founding, publishing, questions

help-global-config = Read the settings from this file (default: flotilla.toml in the folder of the member)
help-global-dir = Work for the member in this folder (default: here)
help-global-help = Show this help
help-global-json = Print the result as JSON
help-global-lang = Talk in English (en) or French (fr) (default: the language of the system)
help-global-quiet = Print the result and errors only
help-global-version = Show the version
help-global-yes = Answer yes to every question

help-init = Make the keys and settings of a new member
help-init-contact = A role and a shared mailbox, never a person (default: the name)
help-init-handle = A short name for tables: lower-case letters, digits and hyphens
help-init-listen-peers = Where other nodes can dial this one, or “off” (default: 127.0.0.1:7401)
help-init-listen-web = Where browsers and researchers reach this node, or “off” (default: 127.0.0.1:8401)
help-init-name = What people call the organization
help-init-passphrase-file = Read the passphrase of the admin key from this file, which only you can read
help-init-peer = A peer to dial, as host:port (can be repeated)
help-init-program = A program type that the member offers (can be repeated)
help-init-region = A lowest-level region that the member serves, such as CA-ON (can be repeated)

help-coalition = Found or join a coalition
help-coalition-found = Draft a coalition from the public files of its founders
help-coalition-found-catalogue = Add the indicators and code lists of this file to the standard ones
help-coalition-found-founder = The public file of a founder, member.flotilla (can be repeated)
help-coalition-found-name = What people will call the coalition
help-coalition-found-out = Write the draft to this file
help-coalition-join = Give your node a coalition that all founders signed
help-coalition-join-file = The signed file
help-coalition-show = Show a coalition: its rules, its founders, and who signed
help-coalition-show-file = The file (default: that of your node)
help-coalition-sign = Show what a coalition agrees on, and sign it with your admin key
help-coalition-sign-file = The file, which is replaced by the one with your signature
help-coalition-sign-passphrase-file = Read the passphrase of the admin key from this file, which only you can read

help-publish = Publish to the coalition, after a preview
help-publish-metrics = Publish figures from a table
help-publish-metrics-catalogue = In a dry run: indicators and code lists beyond the standard ones
help-publish-metrics-history = In a dry run without the node: what an earlier one printed with --json (can be repeated, in the order of publication)
help-publish-metrics-member = In a dry run: the name of the member in what is printed
help-publish-metrics-rounding-key = In a dry run: the file of 32 bytes by which figures are rounded
help-publish-metrics-dry-run = Show what would be published, and stop
help-publish-metrics-file = The table, or a template that was filled in: CSV, XLSX, XLSM or ODS
help-publish-metrics-recipe = How to read the table: a recipe in TOML (a template that was filled in needs none)
help-publish-metrics-report = Write what is wrong, or what others would see, to this HTML file
help-publish-practice = Publish a practice record
help-publish-practice-confirm = Say that this is not personal, as quoted in a question; signed with the record (can be repeated)
help-publish-practice-dry-run = Show what would be published, and stop
help-publish-practice-file = The record, as Markdown

help-query = Ask any node a question in SQL
help-query-format = Show the answer as table, csv or json (default: table on a terminal, else csv)
help-query-node = Ask this node (default: your own)
help-query-sql = One SELECT over observations, practices, members, entries and indicators

help-explain = Tell what an indicator, a code list or a code means
help-explain-code = The code, such as MATCHES_NEW

help-status = Tell how your node is doing

help-backup = Write data and settings to one sealed file, and read it back
help-backup-file = The file to write
help-backup-passphrase-file = A file that holds the passphrase, readable by you only
help-restore = Take a backup out into the folder of the member, with a new node key
help-restore-check = Read the backup to its end, and write nothing
help-restore-file = The backup
help-restore-passphrase-file = A file that holds the passphrase, readable by you only
help-bundle = Carry what is signed in a file, on a stick or in an e-mail
help-bundle-export = Write what your node holds to a file: what was decided, and logs if you ask for them
help-bundle-export-file = The file; one that ends in .txt is text for an e-mail
help-bundle-export-logs = With all logs, head statements and proofs of forks
help-bundle-export-member = With the logs of this member only (can be repeated)
help-bundle-export-text = As text for an e-mail, whatever the file is called
help-bundle-import = Give your node what others carried to you; it checks everything
help-bundle-import-file = The file (can be repeated)
help-bundle-show = Tell what is in a file, without checking it
help-bundle-show-file = The file

help-entry = Look at entries of logs, prove them to outsiders, or take yours back
help-entry-erase = Have the content of your entries destroyed on every node
help-entry-erase-ids = The entries: their ids, or at least the first 8 digits of each
help-entry-erase-now = Destroy at once, with your admin key; else each node waits 14 days
help-entry-erase-passphrase-file = Read the passphrase of the admin key from this file, which only you can read
help-entry-erase-reason = Why; everybody can read it
help-entry-export = Write a file that proves one entry to somebody who has no node
help-entry-export-file = The file; one that ends in .txt is text for an e-mail
help-entry-export-id = The entry: its id, or the first 8 digits or more
help-entry-list = List the entries that your node holds, and whether they count
help-entry-list-member = Only those of this member
help-entry-show = Tell what your node knows of an entry
help-entry-show-id = The entry: its id, or the first 8 digits or more
help-entry-verify = Check a file that proves an entry; needs no node and no network
help-entry-verify-coalition = The coalition that it must be of (default: that of your node)
help-entry-verify-file = The file
help-entry-verify-id = The entry (default: the one that the file was made for)
help-entry-withdraw = Hide your entries on every node
help-entry-withdraw-ids = The entries: their ids, or at least the first 8 digits of each
help-entry-withdraw-reason = Why; everybody can read it

help-verify = Check everything in a bundle; needs no node and no network
help-verify-coalition = The coalition that it must be of (default: that of your node)
help-verify-file = The file
help-shared-after = Number of the last entry that counts; 0 for none
help-shared-away = A member whose admin does not answer any more (can be repeated)
help-shared-bundle = Read decisions from this bundle instead of your node (can be repeated)
help-shared-draft = Write an unsigned draft to this file, where the admin key is on another computer
help-shared-out = Write what is signed to this bundle, instead of giving it to your node
help-shared-passphrase-file = Read the passphrase of the admin key from this file, which only you can read
help-shared-reason = Why, for those who vote
help-shared-since = First day of which nothing counts, such as 2026-11-10
help-coalition-found-access = Who may query: public or token (default: public)
help-coalition-found-quorum-percent = Percent of the members that must approve a change, 51 to 67 (default: 51)
help-coalition-found-threshold = Show no group smaller than this (default: 10)

help-member = Say who belongs: admit, remove, recover, list
help-member-admit = Propose to admit a member, after its digits or words were heard by telephone
help-member-admit-file = The request, member.flotilla of the newcomer
help-member-list = List the members
help-member-recover = Propose new keys for a member that lost all of its own
help-member-recover-file = The request, made by: flotilla key recover --lost
help-member-remove = Propose to remove a member for ever
help-member-remove-handle = The short name of the member
help-member-remove-reason = Why, for those who vote
help-member-request = Show what a coalition needs to admit this member, and what to read by telephone
help-member-request-out = Write a copy of the request to this file
help-member-show = Show one member: its keys, and how it stands
help-member-show-handle = The short name of the member

help-proposal = Decide together: list, show, approve, reject, propose
help-proposal-approve = Approve a proposal
help-proposal-approve-id = The first digits of its id
help-proposal-catalogue = Propose another catalogue
help-proposal-catalogue-file = Indicators and code lists beyond the standard ones
help-proposal-confirm = Propose to put a member’s document on record, so that older admin keys vote no more
help-proposal-confirm-document = The first digits of the id of the document (default: the one in force)
help-proposal-confirm-handle = The short name of the member
help-proposal-erase = Propose to destroy what entries hold, on every node
help-proposal-erase-entry = The whole id of an entry (can be repeated)
help-proposal-erase-handle = The short name of the member whose entries they are
help-proposal-list = List what is open
help-proposal-policy = Propose other rules; what is not named stays
help-proposal-policy-access = Who may query: public or token
help-proposal-policy-candidates = Leave a hidden number at least this many possible values
help-proposal-policy-member-bytes-max = Let one member’s log hold at most so many bytes
help-proposal-policy-member-entries-max = Let one member’s log hold at most so many entries
help-proposal-policy-protocol-version-min = Let members speak this protocol version or a later one
help-proposal-policy-quorum-percent = Percent of the members that must approve a change, 51 to 67
help-proposal-policy-rounding-base = Round every count to a multiple of this
help-proposal-policy-slice-base = Break down no group smaller than this
help-proposal-policy-identity-threshold = Show no smaller group of a protected identity (default: twice the general)
help-proposal-policy-identity-slice-base = Break nothing smaller down by protected identities (default: twice the general)
help-proposal-policy-community-threshold = Show no smaller group that a community governs (default: four times the general)
help-proposal-policy-community-slice-base = Break nothing smaller down by groups that a community governs (default: twice the general, or their threshold)
help-proposal-policy-threshold = Show no group smaller than this
help-proposal-reject = Reject a proposal: nobody need wait for you
help-proposal-reject-id = The first digits of its id
help-proposal-show = Show one proposal or decision
help-proposal-show-id = The first digits of its id

help-key = Look after your keys: show, rotate, revoke, recover
help-key-recover = Make the key on the recovery sheet the admin key
help-key-recover-after = The version of the last document of your own (default: the one in force); with --lost, the last entry
help-key-recover-lost = Everything is lost, the sheet too: make new keys, and a request to the others
help-key-recover-member = The short name of the member, where its settings are lost
help-key-recover-out = Write what is signed, or the request, to this file
help-key-recover-words-file = Read the words of the sheet from this file, which only you can read
help-key-revoke = Replace a stolen node key, and say up to where it counts
help-key-rotate = Replace the node key; everything published so far counts
help-key-show = Show by which keys this member speaks
help-key-unlock = Check that the passphrase opens the admin key

help-recipe = Look after recipes, which say how a table is read
help-recipe-suggest = Suggest a recipe for a table, with a comment at each guess
help-recipe-suggest-catalogue = Indicators, code lists and regions beyond the standard ones
help-recipe-suggest-file = The table: CSV, XLSX, XLSM or ODS
help-recipe-suggest-sheet = Which sheet of a workbook

help-recovery = Look after the recovery sheet
help-recovery-verify = Check that these are the words of the sheet that counts
help-recovery-verify-words-file = Read the words of the sheet from this file, which only you can read

help-sign = Show what was drafted elsewhere, and sign it with the admin key
help-sign-file = The draft, or a genesis
help-sign-out = Write what is signed to this bundle

help-key-rotate-ask = A node to ask how far the log has reached (can be repeated)
help-key-rotate-restored = The node was restored from a backup, and has its new key already
help-log = Look after your own log
help-log-settle = Settle a log with two histories, and publish again what a cut left behind
help-log-settle-keep = Keep the branch that ends with this entry
help-entry-erasures = Tell of every erasure how many nodes confirm it, and who does not yet

help-template = Look after workbooks to be filled in
help-template-write = Write a workbook to be filled in with counts, which needs no recipe
help-template-write-catalogue = Indicators, code lists and regions beyond the standard ones
help-template-write-history = What an earlier dry run printed with --json: its values are shown beside what is asked for (can be repeated)
help-template-write-indicator = Ask for this indicator only (can be repeated)
help-template-write-member = The name of the member in the workbook
help-template-write-out = Write to this file (default: template-PERIOD.xlsx)
help-template-write-period = The period, such as 2025, 2025-Q3 or FY2024-25
help-template-write-program = Where there is no member here: a program type that is offered (can be repeated)
help-template-write-region = Where there is no member here: a lowest-level region, such as CA-ON (can be repeated)

help-privacy-register = Tell what was made anonymous, when and how
help-privacy-register-bundle = Read this bundle instead of asking the own node
help-privacy-register-out = Write it to this file, which ends with .csv or .xlsx
help-privacy-register-purpose = What the figures are for (default: learning together)

help-inbox = Watch a folder, and write a report beside each table that is dropped there
help-inbox-folder = The folder
help-inbox-once = Look once, and stop
help-inbox-recipe = How to read tables that are no templates (default: recipe.toml in the folder)

help-names = Know the names of your own participants, so that none of them is published
help-names-forget = Forget all names
help-names-learn = Learn the names in columns of a table; only salted hashes are kept, on this computer
help-names-learn-column = A column that holds names (can be repeated)
help-names-learn-file = The table: CSV, XLSX, XLSM or ODS
help-names-learn-sheet = Which sheet of a workbook

help-practice = Write practice records
help-practice-check = List everything that is wrong with a record, without a node
help-practice-check-catalogue = Indicators, code lists and regions beyond the standard ones
help-practice-check-confirm = Say that this is not personal, as quoted in a question (can be repeated)
help-practice-check-file = The record, as Markdown
help-practice-new = Write a record to fill in, in the language of --lang
help-practice-new-file = The file to write (default: practice.md)
help-key-steward = Make the key by which a community consents
help-key-steward-file = The file to write, such as steward.key; the public half is written beside it
help-proposal-steward = Propose who speaks for a community; what is not named stays
help-proposal-steward-code = What it governs, such as population:FIRST_NATIONS (can be repeated)
help-proposal-steward-contact = Whom to talk to: a role and a shared mailbox, never a person
help-proposal-steward-handle = The short name of the community
help-proposal-steward-key = The public half of its key, made by: flotilla key steward
help-proposal-steward-name = What it is called, such as "en=Northern Nation"; English, French and its own languages (can be repeated)
help-proposal-steward-remove = Nobody is to speak for it any more
help-entry-cosign = Consent to figures for a community, as its steward; needs no node
help-entry-cosign-file = The request, from the member that publishes
help-entry-cosign-key = The key of the steward, made by: flotilla key steward
help-entry-cosign-out = The file to write, to be sent back
help-publish-metrics-ask-steward = Ask the steward of this community to consent, and publish nothing (can be repeated)
help-publish-metrics-agreement = What was agreed with the community, as both sides name it
help-publish-metrics-consent = What a community answered (can be repeated)
help-publish-metrics-request = Where the request to the stewards is written
help-entry-retract = Take a community’s consent back, as its steward: every node hides what it covers
help-entry-retract-file = What was signed with “entry cosign”
help-entry-retract-key = The key of the steward, the one of now or an earlier one
help-entry-retract-out = The bundle to write, for any member to import
help-records = List everything that any member ever published about a group, whatever became of it
help-records-about = The group, such as population:FIRST_NATIONS
help-records-bundle = Read this bundle instead of asking your node
