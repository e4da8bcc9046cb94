### Ce que dit l’outil `flotilla`, hors de son aide.

## Les trois parties d’une erreur

cli-error = erreur :
cli-caused-by = cause :
cli-hint = conseil :

cli-hint-allowed = Valeurs admises : { $values }
cli-hint-did-you-mean = Vouliez-vous dire « { $nearest } »?
cli-hint-help = Pour voir ce qui existe, tapez : flotilla --help
cli-hint-no-settings = Créez un membre avec « flotilla init », ou indiquez ses réglages : --config FICHIER
cli-hint-node-flag = Indiquez le nœud à interroger : --node http://ADRESSE
cli-hint-passphrase-file = Donnez un fichier que vous seul pouvez lire : --passphrase-file FICHIER
cli-hint-start-node = Est-il en marche? Démarrez-le : flotilla-node --config flotilla.toml
cli-hint-yes = Dans un script, consentez d’avance : --yes

## Ce qui peut mal tourner partout

cli-cannot-ask = Impossible de poser une question sur ce terminal.
cli-cannot-print = Impossible d’afficher le résultat.
cli-cannot-seal = Les clés n’ont pas pu être créées. Rien n’a été écrit.
cli-no-randomness = Le système ne donne pas de nombres aléatoires. Rien n’a été écrit.
cli-no-runtime = L’outil n’a pas pu démarrer.
cli-no-terminal = Il n’y a pas de terminal où poser la question. Rien n’a été fait.
cli-not-done = Rien n’a été fait.

cli-usage-argument-twice = { $argument } est donné deux fois, ou ne va qu’avec une autre option.
cli-usage-invalid-value = « { $value } » n’est pas une valeur de { $argument }.
cli-usage-missing-argument = Il manque : { $argument }
cli-usage-missing-value = { $argument } demande une valeur.
cli-usage-other = La ligne de commande n’a pas de sens.
cli-usage-unknown-argument = Il n’y a pas d’option « { $argument } » ici.
cli-usage-unknown-command = Il n’y a pas de commande « { $command } ».

## Phrases secrètes

cli-passphrase = Phrase secrète de la clé d’administration :
cli-passphrase-again = La même, encore une fois :
cli-passphrase-new = Nouvelle phrase secrète :
cli-passphrase-short = Une phrase secrète compte au moins { $characters } caractères. Quatre ou cinq mots conviennent bien.
cli-passphrase-why = La clé d’administration parle au nom de votre organisme. Choisissez une phrase secrète de quatre ou cinq mots. Si vous la perdez, seule la fiche de secours vous aidera.
cli-passphrases-differ = Les deux phrases secrètes diffèrent. Rien n’a été écrit.
cli-key-stays-locked = La clé d’administration reste verrouillée.

## La fiche de secours

cli-sheet-title = FLOTILLA SECRET - FICHE DE SECOURS - IMPRIMEZ-LA, PUIS SUPPRIMEZ LE FICHIER
cli-sheet-member = Membre : { $name }
cli-sheet-key = Empreinte de la prochaine clé d’administration : { $fingerprint }
cli-sheet-use =
    Ces 24 mots sont la prochaine clé d’administration. Qui les possède peut parler au nom de votre organisme.
    Gardez la fiche avec vos contrats, loin de l’ordinateur, et ne la photographiez jamais.
    Elle sert si la clé d’administration ou sa phrase secrète est perdue ou volée.

## flotilla init

cli-init-admin-key = Clé d’administration, protégée par votre phrase secrète : { $path }
cli-init-fingerprint = Empreinte  { $fingerprint }
cli-init-member = Fichier public du membre : { $path }
cli-init-next = Ensuite : imprimez la fiche de secours et supprimez son fichier. Puis envoyez { $path } aux autres fondateurs, et lisez-leur l’empreinte au téléphone.
cli-init-node-key = Clé du nœud : { $path }
cli-init-not-a-member = Ces renseignements ne sont pas ceux d’un membre.
cli-init-settings = Réglages du nœud : { $path }
cli-init-sheet = Fiche de secours : { $path }  ← IMPRIMEZ-LA, PUIS SUPPRIMEZ LE FICHIER

## flotilla coalition

cli-catalogue-refused = Les ajouts au catalogue ne sont pas en règle.
cli-found-done = Ébauche créée, pas encore signée : { $path }
cli-found-next = Ensuite : chaque fondateur vérifie les empreintes au téléphone et signe : flotilla coalition sign { $path }
cli-found-refused = Ces fondateurs ne peuvent pas fonder une coalition.
cli-genesis-catalogue = Son catalogue compte { $indicators } indicateurs et { $lists } listes de codes.
cli-genesis-founders = { $founders ->
    [one] Elle a un fondateur.
   *[other] Elle a { $founders } fondateurs.
 }
cli-genesis-gate = Tout nombre publié est arrondi à un multiple de { $base }; aucun groupe de moins de { $threshold } n’est montré, ni aucune ventilation de moins de { $slice }.
cli-genesis-id = Son identifiant est { $id }.
cli-genesis-name = La coalition s’appelle « { $name } ».
cli-genesis-public = N’importe qui peut interroger les chiffres publiés.
cli-genesis-quorum = Un changement demande { $percent } % des membres.
cli-genesis-refused = { $path } n’est pas un acte de fondation valide. Ne le signez pas et n’y adhérez pas.
cli-genesis-token = Seuls ceux qui ont un jeton d’un membre peuvent interroger les chiffres publiés.
cli-join-another = Votre nœud est déjà membre de « { $name } ». Rien n’a été remplacé.
cli-join-done = Votre nœud est maintenant membre de « { $name } ».
cli-join-missing = { $name } n’a pas signé.
cli-join-next = Ensuite, démarrez le nœud : flotilla-node --config flotilla.toml
cli-join-stranger = Cet acte de fondation ne nomme pas votre nœud, « { $handle } ».
cli-join-unsigned = Tous les fondateurs n’ont pas signé. Aucune adhésion n’a eu lieu.
cli-member-refused = { $path } n’est pas un fichier de membre valide.
cli-not-a-founder = Votre clé d’administration n’est pas celle d’un fondateur. Rien n’a été signé.
cli-sign-consent = Vous signez au nom de votre organisme, pour de bon. Signer? [o/N]
cli-sign-done = Signé : { $path }
cli-sign-next-join = Ensuite : tous les fondateurs ont signé. Envoyez { $path } à chacun; tous exécutent : flotilla coalition join { $path }
cli-sign-next-send = { $missing ->
    [one] Ensuite : envoyez { $path } au fondateur qui n’a pas encore signé.
   *[other] Ensuite : envoyez { $path } à l’un des { $missing } fondateurs qui n’ont pas encore signé.
 }

## flotilla publish

cli-file-too-large = Le fichier dépasse { $mebibytes } Mio.
cli-not-applicable = s. o.
cli-problem = { $code }  { $place } : { $text } { $remedy }
cli-publish-consent = { $members ->
    [one] Après cela, c’est publié, et d’autres peuvent le copier. Vous pourrez corriger ou retirer, mais des copies déjà faites peuvent subsister. Publier? [o/N]
   *[other] Après cela, { $members } organismes gardent une copie. Vous pourrez corriger ou retirer, mais des copies déjà faites peuvent subsister. Publier? [o/N]
 }
cli-publish-nothing = Rien n’a été publié.
cli-publish-problems = { $problems ->
    [one] Il y a un problème à corriger. Rien n’a été publié.
   *[other] Il y a { $problems } problèmes à corriger. Rien n’a été publié.
 }
cli-publish-summary = { $rows } lignes lues · { $shown } cases prêtes · { $withheld } masquées par confidentialité · { $problems } à corriger
cli-publish-unchanged = La même chose a déjà été publiée. Rien n’a changé.
cli-receipt-entry = Inscription { $id }
cli-receipt-observations = { $observations } cases, dont { $withheld } masquées par confidentialité.
cli-receipt-published = Publié par { $member }, jusqu’à l’inscription { $seq } de son journal.
cli-receipt-snapshot = Instantané { $id }
cli-total = tous
cli-withheld = masqué

## flotilla query

cli-answer-from = instantané { $snapshot } · membres représentés : { $reporting } sur { $members }
cli-answer-malformed = Le nœud a donné une réponse illisible.
cli-answer-too-large = La réponse est trop grande. Demandez-en moins, ou utilisez le téléchargement du nœud.
cli-no-web-address = Votre nœud ne répond à aucune question : « listen.web » est à « off ».
cli-no-https = Cette version n’interroge que par http://.
cli-node-refused = Le nœud répond : { $text }
cli-node-refused-silently = Le nœud a refusé sans raison ({ $code }).
cli-node-unreachable = Impossible de joindre le nœud à { $url }.
cli-not-a-url = « { $url } » n’est pas une adresse.
cli-own-node-unreachable = Impossible de joindre votre nœud à { $socket }.

## flotilla status

cli-peer-catching-up = en rattrapage
cli-peer-in-sync = à jour
cli-peer-unreachable = non connecté
cli-status-forked = bifurqué à l’inscription { $seq }
cli-status-member = { $member } dans { $coalition }, version { $software }
cli-status-no-peers = les pairs ne peuvent pas appeler ce nœud; c’est lui qui appelle
cli-status-no-web = ne sert aucune page Web
cli-status-not-publishing = ne peut pas publier : { $reason }
cli-status-peers = les pairs appellent { $address }
cli-status-publishing = prêt à publier
cli-status-publishing-catching-up = ne peut pas publier pour le moment : le nœud récupère son propre journal auprès de ses pairs
cli-status-publishing-forked = ne peut pas publier : le journal de ce membre a deux histoires
cli-status-publishing-key-replaced = ne peut pas publier : la coalition connaît pour ce membre une autre clé que celle de ce nœud
cli-status-snapshot = instantané { $snapshot }
cli-status-web = sur le Web à { $address }

## flotilla explain

cli-explain-breakdowns = Peut être ventilé par : { $codes }
cli-explain-codes = Les codes : { $codes }
cli-explain-unknown = Le catalogue de votre coalition ne contient pas « { $code } ».
cli-kind-code = Un code de la liste « { $list } ».
cli-kind-flow = Un flux : s’additionne dans le temps.
cli-kind-list = Une liste de codes.
cli-kind-mean = Une moyenne, pondérée par sa base.
cli-kind-ratio = Un taux : recalculé à partir de ses deux parties, jamais moyenné.
cli-kind-stock = Un stock : l’état à la fin de la période, jamais additionné dans le temps.
cli-kind-unique = Personnes distinctes : jamais additionnées dans le temps.

## Tableaux

cli-column-breakdown = ventilation
cli-column-entries = inscriptions
cli-column-fingerprint = empreinte
cli-column-handle = nom court
cli-column-held-by = copies
cli-column-indicator = indicateur
cli-column-member = membre
cli-column-name = nom
cli-column-peer = pair
cli-column-period = période
cli-column-program = programme
cli-column-quarantined = en quarantaine
cli-column-region = région
cli-column-signed = signé
cli-column-state = état
cli-column-value = valeur
cli-column-version = version
cli-column-why = pourquoi
cli-not-yet = pas encore
cli-yes = oui

## Ce que dit le système

cli-system-denied = Cet utilisateur n’en a pas le droit. Vérifiez à qui appartient le fichier, et ses permissions.
cli-system-exists = Quelque chose porte déjà ce nom.
cli-system-folder = C’est un dossier, pas un fichier.
cli-system-full = Le disque est plein.
cli-system-not-a-folder = Une partie du chemin n’est pas un dossier.
cli-system-not-found = Ce fichier ou ce dossier n’existe pas. Vérifiez l’orthographe du chemin.
cli-system-not-utf8 = Ce n’est pas un texte en UTF-8. Enregistrez-le en UTF-8 et réessayez.
cli-system-read-only = Le disque est en lecture seule.

## Sauvegardes

cli-backup-done = Sauvegarde écrite dans { $path } et relue jusqu’à la fin : { $files } fichiers, { $mib } Mio.
cli-backup-hint = La phrase secrète est peut-être une autre, ou le fichier n’est pas entier. Essayez une sauvegarde plus ancienne.
cli-backup-next = Elle ne s’ouvre qu’avec la phrase secrète et ne contient aucune clé qui signe : gardez ailleurs la clé d’administration et la feuille de récupération.
cli-backup-not-read-back = La sauvegarde n’a pas pu être relue; elle n’a donc pas été gardée. Le disque est peut-être défaillant.
cli-backup-refused = { $path } ne s’ouvre pas comme une sauvegarde.
cli-restore-checked = { $path } est entier : { $files } fichiers, { $mib } Mio.
cli-restore-done = Restauré dans { $path }, avec une nouvelle clé de nœud : { $files } fichiers, { $mib } Mio.
cli-restore-next = Il manque une signature : la coalition doit apprendre la nouvelle clé du nœud. Avec la clé d’administration : flotilla --dir { $path } key rotate --restored
