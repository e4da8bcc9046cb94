### Réglages et fichiers de clés.

config-armor-damaged = Le texte est abîmé : une ligne a été perdue ou modifiée en chemin.
config-armor-other-kind = La première ligne n’est pas « { $line } ».
config-cannot-read = Impossible de lire { $path }.
config-cannot-write = Impossible d’écrire { $path }.
config-file-exists = { $path } existe déjà. Rien n’a été remplacé.
config-file-too-wide = D’autres peuvent lire { $path }. Exécutez : chmod 600 { $path }
config-folder-too-wide = D’autres peuvent écrire dans le dossier { $path }. Exécutez : chmod go-w { $path }
config-invalid = { $mistakes ->
    [one] { $path } contient une erreur.
   *[other] { $path } contient { $mistakes } erreurs.
 }
config-key-missing = Il manque « { $key } ».
config-key-not-address = « { $key } » n’est ni une adresse avec un port, comme 127.0.0.1:7401, ni « off ».
config-key-not-count = « { $key } » n’est pas un nombre entier de 0 à 10 000.
config-key-not-dialable = « { $key } » n’est pas une liste d’adresses, comme ["node.example.ca:7401"].
config-key-not-handle = « { $key } » demande de 2 à 40 minuscules sans accent, chiffres et traits d’union.
config-key-not-table = « { $key } » n’est pas une section. Écrivez [{ $key }] seul sur une ligne.
config-key-not-text = « { $key } » n’est pas un texte entre guillemets droits.
config-key-unknown = « { $key } » n’existe pas. Vouliez-vous dire « { $nearest } »?
config-secret-malformed = { $path } n’est pas le secret attendu.
config-syntax = La ligne { $key } n’est pas du TOML.
config-public-malformed = { $path } n’est pas le fichier attendu.
