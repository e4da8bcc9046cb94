### Settings and key files.

config-armor-damaged = The text is damaged: a line was lost or changed on the way.
config-armor-other-kind = The first line is not “{ $line }”.
config-cannot-read = Cannot read { $path }.
config-cannot-write = Cannot write { $path }.
config-file-exists = { $path } is there already. Nothing was replaced.
config-file-too-wide = Others may read { $path }. Run: chmod 600 { $path }
config-folder-too-wide = Others may write to the folder { $path }. Run: chmod go-w { $path }
config-invalid = { $mistakes ->
    [one] { $path } has a mistake.
   *[other] { $path } has { $mistakes } mistakes.
 }
config-key-missing = “{ $key }” is missing.
config-key-not-address = “{ $key }” is not an address and a port, such as 127.0.0.1:7401, nor “off”.
config-key-not-count = “{ $key }” is not a whole number from 0 to 10,000.
config-key-not-dialable = “{ $key }” is not a list of addresses, such as ["node.example.ca:7401"].
config-key-not-handle = “{ $key }” takes 2 to 40 lower-case letters, digits and hyphens.
config-key-not-table = “{ $key }” is not a section. Write [{ $key }] on a line of its own.
config-key-not-text = “{ $key }” is not a text between quotation marks.
config-key-unknown = There is no “{ $key }”. Did you mean “{ $nearest }”?
config-secret-malformed = { $path } is not the secret it should be.
config-syntax = Line { $key } is not TOML.
config-public-malformed = { $path } is not the file it should be.
