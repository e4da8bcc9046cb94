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

## flotilla bundle

cli-bundle-about = Il sert à prouver l’inscription { $id }.
cli-bundle-ask-again = Demandez une autre copie à la personne qui vous a donné le fichier.
cli-bundle-column-kibibytes = Kio
cli-bundle-damaged = { $path } est abîmé ou coupé. Rien n’en a été utilisé.
cli-bundle-decisions = Gouvernance : { $entries } décisions, { $documents } documents, { $votes } votes.
cli-bundle-genesis = L’acte de fondation dans { $path } n’est pas signé comme il se doit. Rien n’en a été utilisé.
cli-bundle-imported = { $path } : { $learned } décisions, { $entries } inscriptions et { $statements } déclarations sont nouvelles.
cli-bundle-no-genesis = { $path } ne dit pas comment sa coalition a été fondée, et aucun nœud ici ne le sait.
cli-bundle-no-member = La coalition n’a pas de membre « { $handle } ».
cli-bundle-nothing-new = { $path } : votre nœud connaît déjà tout ce qu’il contient.
cli-bundle-of = Coalition « { $name } », { $id }
cli-bundle-other-kind = { $path } n’est pas un paquet de Flotilla.
cli-bundle-rejected = { $rejected ->
    [one] Un objet ne se vérifie pas et n’a pas été pris. Les autres ne sont pas touchés. Pour voir lequel : flotilla verify { $path }
   *[other] { $rejected } objets ne se vérifient pas et n’ont pas été pris. Les autres ne sont pas touchés. Pour voir lesquels : flotilla verify { $path }
 }
cli-bundle-replace = Pour le remplacer : --yes
cli-bundle-said = En plus : { $statements } déclarations de têtes, { $proofs } preuves de bifurcation.
cli-bundle-skipped = { $count ->
    [one] Un élément vient d’une version plus récente de Flotilla et a été passé.
   *[other] { $count } éléments viennent d’une version plus récente de Flotilla et ont été passés.
 }
cli-bundle-text-smaller = Enlevez --text et .txt, ou prenez moins de journaux : --member HANDLE
cli-bundle-text-too-large = C’est plus de { $mebibytes } Mio, trop pour un courriel. Rien n’a été écrit.
cli-bundle-too-much = { $path } contient plus que ce qui peut être vérifié en une fois.
cli-bundle-unchecked = Rien de cela n’a été vérifié. Pour le vérifier : flotilla verify { $path }
cli-bundle-unreadable = { $count ->
    [one] Un objet est illisible.
   *[other] { $count } objets sont illisibles.
 }
cli-bundle-waiting = { $waiting ->
    [one] Un objet ne peut pas être vérifié avant que d’autres arrivent, et n’a pas été gardé. Importez de nouveau le fichier quand votre nœud sera à jour.
   *[other] { $waiting } objets ne peuvent pas être vérifiés avant que d’autres arrivent, et n’ont pas été gardés. Importez de nouveau le fichier quand votre nœud sera à jour.
 }
cli-bundle-written = Écrit : { $path } ({ $kibibytes } Kio)

## flotilla entry

cli-entry-absent = Il n’y a pas ici d’inscription { $id } qui se vérifie.
cli-entry-ambiguous = Plus d’une inscription commence par « { $text } ». Donnez plus de chiffres.
cli-entry-column-entry = inscription
cli-entry-column-kind = genre
cli-entry-column-seq = nº
cli-entry-counts = Elle compte : { $name } ({ $member }) a signé ceci ({ $kind }) comme inscription { $seq } de son journal, et rien ici ne la reprend.
cli-entry-detail-beyond = On sait que le journal va jusqu’à l’inscription { $known }, mais ce fichier s’arrête à { $last } : elle peut avoir été reprise plus loin.
cli-entry-detail-by = À cause de l’inscription { $id }
cli-entry-detail-held = { $others ->
    [0] Aucun autre membre n’en accuse réception ici.
    [one] Un autre membre en accuse réception : { $members }
   *[other] { $others } autres membres en accusent réception : { $members }
 }
cli-entry-detail-id = Inscription { $id }
cli-entry-detail-key = Signée à l’époque { $epoch } avec la clé de nœud { $fingerprint }
cli-entry-detail-roster = Selon le registre de « { $name } » à la hauteur de gouvernance { $height }; son auteur connaissait la hauteur { $author }.
cli-entry-detail-roster-unknown = La décision que son auteur connaissait n’est pas parmi celles qui comptent ici.
cli-entry-differs = Ne l’utilisez pas : le contenu joint à l’inscription { $seq } de { $name } ({ $member }) n’est pas celui qui a été signé.
cli-entry-erased = Elle ne compte plus : { $name } ({ $member }) l’a signée comme inscription { $seq }, puis l’a fait effacer.
cli-entry-erased-by-order = Elle ne compte plus : { $name } ({ $member }) l’a signée comme inscription { $seq }, et la coalition a ordonné de l’effacer.
cli-entry-forked = Elle ne compte pas : { $name } ({ $member }) a signé deux histoires de son journal, et l’inscription { $seq } est dans l’une d’elles. Les membres n’ont pas tranché.
cli-entry-hollow = On ne peut pas le dire : { $name } ({ $member }) a signé l’inscription { $seq }, mais son contenu n’est pas ici.
cli-entry-kind-erasure = effacement
cli-entry-kind-practice = fiche de pratique
cli-entry-kind-release = tableau de chiffres
cli-entry-kind-response = réponse
cli-entry-kind-token-revocation = fin d’un jeton
cli-entry-kind-unknown = genre d’une version plus récente
cli-entry-kind-withdrawal = retrait
cli-entry-not-an-id = « { $text } » n’est pas l’identifiant d’une inscription. Donnez ses 64 chiffres, ou au moins les { $digits } premiers.
cli-entry-pending = On ne peut pas encore le dire : { $name } ({ $member }) a signé l’inscription { $seq }, mais il manque ici des inscriptions avant elle.
cli-entry-quarantined = Elle ne compte pas : { $name } ({ $member }) a signé plus d’une histoire, et l’inscription { $seq } n’est pas dans celle qui compte.
cli-entry-spoiled = { $rejected ->
    [one] Ne vous fiez pas à ce fichier : un objet ne s’y vérifie pas. Sans lui, on ne peut rien dire de sûr de l’inscription { $seq } de { $name } ({ $member }).
   *[other] Ne vous fiez pas à ce fichier : { $rejected } objets ne s’y vérifient pas. Sans eux, on ne peut rien dire de sûr de l’inscription { $seq } de { $name } ({ $member }).
 }
cli-entry-state-counts = compte
cli-entry-state-differs = autre contenu
cli-entry-state-erased = effacée
cli-entry-state-hollow = sans contenu
cli-entry-state-pending = en attente
cli-entry-state-quarantined = en quarantaine
cli-entry-state-superseded = remplacée
cli-entry-state-unreadable = illisible
cli-entry-state-void = nulle
cli-entry-state-withdrawn = retirée
cli-entry-superseded = Elle ne compte plus : { $name } ({ $member }) l’a signée comme inscription { $seq }, et une inscription plus récente prend sa place.
cli-entry-unreadable = Elle ne compte pas : { $name } ({ $member }) l’a signée comme inscription { $seq }, mais elle est illisible ({ $kind }).
cli-entry-unsettled = On ne peut pas le dire : { $name } ({ $member }) a signé l’inscription { $seq }, puis a repris quelque chose, mais on ne sait pas quoi ici.
cli-entry-void-cut = Elle ne compte pas : elle a été signée comme inscription { $seq } avec une ancienne clé de { $name } ({ $member }), après la dernière inscription que { $name } reconnaît sous cette clé.
cli-entry-void-departed = Elle ne compte pas : { $name } ({ $member }) l’a signée comme inscription { $seq }, après la fin de son adhésion.
cli-entry-void-key = Elle ne compte pas : elle a été signée comme inscription { $seq } de { $name } ({ $member }) avec une clé qui ne parle pas pour ce membre.
cli-entry-void-parted = Elle ne compte pas : l’inscription { $seq } de { $name } ({ $member }) n’est pas dans l’histoire qui compte.
cli-entry-which = { $path } ne dit pas quelle inscription prouver.
cli-entry-which-hint = Nommez l’inscription : flotilla entry verify FILE ID; ou vérifiez tout : flotilla verify FILE
cli-entry-withdrawn = Elle ne compte plus : { $name } ({ $member }) l’a signée comme inscription { $seq }, puis l’a retirée.

## flotilla verify

cli-verify-action-admit = un membre adhère
cli-verify-action-confirm = un document est confirmé
cli-verify-action-erase-order = des inscriptions sont effacées
cli-verify-action-recover = un membre reçoit de nouvelles clés
cli-verify-action-remove = un membre est exclu
cli-verify-action-set-catalogue = un autre catalogue
cli-verify-action-set-policy = d’autres règles
cli-verify-anchor-given = C’est la coalition que vous avez nommée, { $id }.
cli-verify-anchor-own = C’est la coalition de votre propre nœud, { $id }.
cli-verify-anchor-unconfirmed = Cela vaut pour la coalition { $id } seulement. Comparez cet identifiant avec celui d’une source fiable, ou donnez-le : --coalition ID
cli-verify-another = C’est la coalition { $found }, pas { $expected }. Rien n’en a été utilisé.
cli-verify-another-hint = Si c’est bien l’autre coalition que vous voulez, nommez-la : --coalition ID
cli-verify-beyond = On sait que le journal de { $member } va jusqu’à l’inscription { $known }, mais il s’arrête ici à { $last }.
cli-verify-column-pending = en attente
cli-verify-column-superseded = remplacées
cli-verify-column-taken-back = reprises
cli-verify-column-valid = valides
cli-verify-column-void = nulles
cli-verify-decision = { $height } : { $actions } ({ $state }; approbations : { $approvals }, { $members })
cli-verify-fault = Dans la trame { $frame } : { $what } : { $why }
cli-verify-fork-settled = { $member } a déjà signé deux histoires de son journal; celle qui compte est choisie.
cli-verify-forked = { $member } a signé deux histoires de son journal à partir de l’inscription { $seq }, et les membres n’ont pas tranché.
cli-verify-governance = Hauteur de gouvernance { $height }
cli-verify-holds = Tout dans ce fichier de « { $name } » se vérifie.
cli-verify-lacks = Tout dans ce fichier de « { $name } » se vérifie, mais une partie renvoie à ce qui n’est pas ici.
cli-verify-left = { $member } n’est plus membre.
cli-verify-not-an-id = « { $text } » n’est pas l’identifiant d’une coalition. Il a 64 chiffres, de 0 à 9 et de a à f.
cli-verify-spoiled = { $rejected ->
    [one] Un objet dans ce fichier de « { $name } » ne se vérifie pas. Les autres ne sont pas touchés.
   *[other] { $rejected } objets dans ce fichier de « { $name } » ne se vérifient pas. Les autres ne sont pas touchés.
 }
cli-verify-state-aside = certifiée, mais une autre branche compte
cli-verify-state-certified = certifiée
cli-verify-state-missing = il manque ce sur quoi elle s’appuie
cli-verify-state-open = pas certifiée
cli-verify-state-void = nulle
cli-verify-what-document = un document de { $member }
cli-verify-what-entry = l’inscription { $place } de { $member }
cli-verify-what-fork-proof = une preuve de bifurcation de { $member } à l’inscription { $place }
cli-verify-what-governance = une décision à la hauteur { $place }
cli-verify-what-statement = une déclaration de têtes de { $member }
cli-verify-what-unreadable = quelque chose
cli-verify-what-vote = un vote de { $member }
cli-verify-why-broken = une règle n’est pas suivie ({ $rule })
cli-verify-why-forged = la signature n’est pas celle de la clé nommée
cli-verify-why-payload = le contenu n’est pas celui qui a été signé
cli-verify-why-unknown = aucune clé connue ici ne l’a signé tel quel
cli-verify-why-unreadable = c’est illisible
