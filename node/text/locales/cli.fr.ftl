### Ce que dit l’outil `flotilla`, hors de son aide.

## Les trois parties d’une erreur

cli-erase-consent = { $entries ->
    [one] Une inscription disparaît
   *[other] { $entries } inscriptions disparaissent
} aussitôt de toutes les réponses sur { $members } nœuds. Chaque nœud détruit le contenu après { $days } jours de marche; personne ne peut alors le rétablir. Les copies déjà téléchargées demeurent. Continuer? [o/N]
cli-erase-names = À détruire : { $id }
cli-erase-now-consent = { $entries ->
    [one] Une inscription disparaît
   *[other] { $entries } inscriptions disparaissent
} aussitôt de toutes les réponses sur { $members } nœuds, et chaque nœud détruit le contenu dès qu’il l’apprend. Personne ne peut le rétablir. Les copies déjà téléchargées demeurent. La clé d’administration signe cet ordre. Continuer? [o/N]
cli-erased-by = { $id } : { $confirmed } nœuds sur { $members } confirment la suppression; pas encore : { $missing }{ $more ->
    [0] .
   *[other] { "" } et { $more } autres.
}
cli-erased-by-all = { $id } : { $confirmed } nœuds sur { $members } confirment la suppression.
cli-error = erreur :
cli-caused-by = cause :
cli-hint = conseil :

cli-hint-allowed = Valeurs admises : { $values }
cli-hint-did-you-mean = Vouliez-vous dire « { $nearest } »?
cli-hint-help = Pour voir ce qui existe, tapez : flotilla --help
cli-hint-no-settings = Créez un membre avec « flotilla init », ou indiquez ses réglages : --config FICHIER
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

cli-take-back-absent = Votre journal n’a aucune inscription dont l’identifiant commence par { $text }.
cli-take-back-ambiguous = Plusieurs inscriptions de votre journal commencent par { $text }. Tapez plus de chiffres.
cli-take-back-done = Repris par l’inscription { $seq } de votre journal.
cli-take-back-not-an-id = { $text } n’est pas l’identifiant d’une inscription. Tapez les 64 chiffres, ou au moins les 8 premiers.
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
cli-init-member = Fichier public du membre : { $path }
cli-init-next = Ensuite : imprimez la fiche de secours et supprimez son fichier. Puis envoyez { $path } aux autres fondateurs, et lisez-leur les chiffres ou les mots au téléphone.
cli-init-node-key = Clé du nœud : { $path }
cli-init-not-a-member = Ces renseignements ne sont pas ceux d’un membre.
cli-init-not-offered = « { $text } » n’est pas une région et un programme, comme CA-QC/GROUP.
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

## Ce qui est décidé, et d’où cela vient

cli-bundle-another = Il s’agit d’une autre coalition que celle de votre nœud. Rien n’a été fait.
cli-bundle-genesis-unsigned = Tous les fondateurs n’ont pas signé l’acte de fondation de ce paquet.
cli-bundle-left-out = { $objects ->
    [one] Un objet n’est pas valide et a été laissé de côté.
   *[other] { $objects } objets ne sont pas valides et ont été laissés de côté.
 }
cli-minutes-no-genesis = Aucun de ces paquets ne dit comment la coalition a été fondée.
cli-bundle-refused = { $path } n’est pas un paquet lisible.
cli-bundles-differ = Ces paquets concernent des coalitions différentes.
cli-no-logs = Ces paquets ne contiennent que des décisions, pas les inscriptions des membres.
cli-no-such-document = Le membre n’a aucun document dont l’identifiant commence par « { $id } ».
cli-no-such-member = La coalition n’a pas de membre « { $handle } ».
cli-no-such-proposal = Aucune proposition n’a un identifiant qui commence par « { $id } ».
cli-node-doubts = Votre nœud n’accepte pas ce que vous avez signé.
cli-node-behind = Votre nœud est encore en train d’intégrer des inscriptions. Réessayez dans un instant.
cli-id-ambiguous = Plus d’un identifiant commence par « { $id } ». Tapez-en plus de chiffres.
cli-id-too-short = « { $id } » est trop court. Tapez au moins les quatre premiers chiffres de l’identifiant.
cli-hint-bundle-genesis = Ajoutez-en un fait par un nœud : flotilla bundle export FICHIER
cli-hint-export-logs = Faites-en écrire un avec les inscriptions par un nœud : flotilla bundle export --logs FICHIER
cli-hint-member-list = Pour voir qui en fait partie : flotilla member list
cli-hint-proposal-list = Pour voir ce qui est en cours : flotilla proposal list

## Ce qui est signé, et où cela va

cli-draft-done = Ébauche créée, pas encore signée : { $path }
cli-draft-next = Ensuite, là où se trouve la clé d’administration : flotilla sign { $path } --out FICHIER
cli-draft-refused = { $path } n’est pas une ébauche qui puisse être signée.
cli-handed-over = Signé, et remis à votre nœud
cli-hint-dir = Indiquez le dossier de la clé d’administration : --dir DOSSIER
cli-hint-key-show = Pour voir quelles clés parlent en votre nom : flotilla key show
cli-hint-out = Indiquez où écrire ce qui est signé : --out FICHIER
cli-hint-sign-other-key = Signez-la là où se trouve la clé d’administration alors en vigueur, ou refaites l’ébauche.
cli-key-of-nobody = Votre clé d’administration ne parle au nom de personne dans cette coalition. Rien n’a été envoyé.
cli-key-superseded = La clé d’administration de ce dossier n’est pas celle en vigueur. Rien n’a été signé.
cli-not-a-member = Vous n’êtes pas membre de cette coalition. Rien n’a été fait.
cli-out-done = Signé : { $path }
cli-out-missing = Ce qui est lu dans des paquets va aussi dans un fichier. Rien n’a été fait.
cli-out-next = Ensuite, sur n’importe quel nœud de la coalition : flotilla bundle import { $path }
cli-sign-blind = Ce qui est soumis au vote n’est pas disponible ici. Donnez le paquet qui le contient avant de signer : --bundle FICHIER
cli-sign-coalition = Ceci vaut pour la coalition { $id }.
cli-sign-other-key = Cette ébauche est destinée à une autre clé d’administration. Rien n’a été signé.
cli-sign-out-missing = Il faut un fichier où écrire l’ébauche signée. Rien n’a été signé.
cli-unsent = Votre nœud n’a pas pris ce que vous avez signé. C’est conservé dans { $path }. Remettez-le plus tard : flotilla bundle import { $path }
cli-would-not-count = Ce qui devait être signé ne compterait pas. Rien n’a été envoyé.

## Coupures

cli-cut-deletes-nothing = { "  " }rien n’est supprimé
cli-cut-everywhere = Sur chaque nœud, dans le journal de ce membre :
cli-cut-keeps = { $kept ->
    [one] { "  " }une inscription compte, le numéro { $seq } du { $day }
   *[other] { "  " }{ $kept } inscriptions comptent, jusqu’au numéro { $seq } du { $day }
 }
cli-cut-keeps-none = { "  " }aucune inscription ne compte
cli-cut-voids = { $void ->
    [0] { "  " }aucune n’est annulée
    [one] { "  " }une inscription suivante est annulée
   *[other] { "  " }{ $void } inscriptions suivantes sont annulées
 }
cli-hint-since = Dites depuis quand : --since 2026-11-10, ou après quelle inscription : --after NUMÉRO
cli-no-such-entry = L’inscription { $seq } ne compte pas dans ce journal; la dernière est la { $last }.
cli-not-a-day = « { $text } » n’est pas un jour comme 2026-11-10.
cli-revoke-since-when = Pour révoquer une clé, dites jusqu’où elle compte.

## Qui quelqu’un dit être

cli-particulars-absent = Non offert   { $value }
cli-particulars-admin-key = Empreinte    { $value }
cli-particulars-contact = À joindre    { $value }
cli-particulars-handle = Nom court    { $value }
cli-particulars-name = Nom          { $value }
cli-particulars-programs = Programmes   { $value }
cli-particulars-regions = Régions      { $value }
cli-particulars-words-en = En anglais   { $value }
cli-particulars-words-fr = En français  { $value }

## Ce que dit une décision ou un document

cli-told-admit = Admet « { $name } » :
cli-told-approve = { $member } approuve la proposition { $id }.
cli-told-catalogue = Un autre catalogue s’applique, version { $version }, avec { $indicators } indicateurs et { $lists } listes de codes.
cli-told-confirm = Inscrit au registre la version { $version } du document de { $member }. Sa clé d’administration est { $fingerprint }; les précédentes ne votent plus.
cli-told-confirm-unknown = Inscrit au registre le document { $id } de { $member }.
cli-told-cut = De ce qu’ont signé les clés précédentes, les inscriptions comptent jusqu’au numéro { $seq }.
cli-told-cut-none = De ce qu’ont signé les clés précédentes, aucune inscription ne compte.
cli-told-end = Le journal de { $member } compte jusqu’à l’inscription { $seq }.
cli-told-end-none = Aucune inscription du journal de { $member } ne compte.
cli-told-entry = { $member } propose la décision { $height } de la coalition :
cli-told-epoch = Le nœud reçoit la clé { $epoch } : { $fingerprint }
cli-told-erase = { $entries ->
    [one] Détruit le contenu d’une inscription de { $member }, sur chaque nœud, aussitôt et pour toujours :
   *[other] Détruit le contenu de { $entries } inscriptions de { $member }, sur chaque nœud, aussitôt et pour toujours :
 }
cli-told-inception = Un nouveau membre, { $member } :
cli-told-looser = On en montrera plus qu’avant, et ce qui est publié ne peut plus être masqué.
cli-told-policy = D’autres règles s’appliquent, version { $version } :
cli-told-reason = Motif : { $reason }
cli-told-rebased = Les lecteurs s’attendent à une seule base d’arrondi : les chiffres de l’ancienne base et de la nouvelle ne se comparent pas case par case.
cli-told-recover = Donne à { $member } de nouvelles clés après une perte. Sa clé d’administration devient { $fingerprint }.
cli-told-recovery = Version { $version } du document de { $member } : de nouvelles clés après une perte. Elle compte dès qu’une majorité approuve.
cli-told-reject = { $member } rejette la proposition { $id }.
cli-told-remove = Exclut { $member } pour toujours.
cli-told-rotate = Version { $version } du document de { $member } : la clé de la fiche de secours devient la clé d’administration, { $fingerprint }. Elle suit la version { $before }.
cli-told-stricter = On en montrera moins qu’avant. Ce qui est déjà publié reste tel quel.
cli-told-update = Version { $version } du document de { $member }.
cli-head-admit = admettre { $member }
cli-head-catalogue = autre catalogue
cli-head-confirm = confirmer { $member }
cli-head-erase = effacer de { $member }
cli-head-policy = autres règles
cli-head-recover = nouvelles clés pour { $member }
cli-head-remove = exclure { $member }

## Règles

cli-access-public = tout le monde
cli-access-token = porteurs d’un jeton
cli-access-part = tout le monde ({ $scopes }); pour le reste, porteurs d’un jeton
cli-rule-access = qui peut interroger
cli-rule-candidates = valeurs possibles d’un nombre masqué
cli-rule-change = { "  " }{ $rule } : { $before } → { $after }
cli-rule-community-slice-base = aucune ventilation par groupes régis par une communauté de moins de
cli-rule-community-threshold = rien des groupes régis par une communauté en dessous de
cli-rule-identity-slice-base = aucune ventilation par identités protégées de moins de
cli-rule-identity-threshold = rien des identités protégées en dessous de
cli-rule-is = { "  " }{ $rule } : { $value }
cli-rule-member-bytes-max = maximum d’octets d’un journal
cli-rule-member-entries-max = maximum d’inscriptions d’un journal
cli-rule-protocol-version-min = version minimale du protocole
cli-rule-quorum-percent = pour cent des membres qui doivent approuver
cli-rule-rounding-base = nombres arrondis à un multiple de
cli-rule-slice-base = aucune ventilation de moins de
cli-rule-threshold = aucun groupe montré au-dessous de
cli-policy-protocol = Ce logiciel ne parle pas lui-même cette version du protocole. Rien n’a été proposé.
cli-policy-unchanged = Ces règles s’appliquent déjà. Rien n’a été proposé.
cli-policy-unsound = Ces règles sont hors limites, ou ne vont pas ensemble.
cli-hint-policy = Le seuil est un multiple de la base d’arrondi, une ventilation demande au moins le seuil, et le quorum va de 51 à 67 pour cent.
cli-catalogue-gone = Ceci n’est plus dans le catalogue : { $codes }
cli-catalogue-unchanged = Ce catalogue s’applique déjà. Rien n’a été proposé.

## Propositions et votes

cli-advice-breaks = Elle ne compterait jamais : { $rule }.
cli-advice-cannot-pass = Elle ne pourrait jamais passer : { $needed } doivent approuver, et { $voters } peuvent voter.
cli-advice-last-admin = Ensuite, { $member } décide seul; la perte de cette clé serait la fin de la coalition.
cli-advice-loses-quorum = Ensuite, une décision demande { $needed } approbations, et on ne peut en obtenir que { $reachable }. Plus rien ne pourrait être décidé.
cli-advice-missing = Elle nomme le document { $id }, qui n’est pas encore connu ici.
cli-advice-no-removals = Ensuite, avec { $members } membres, personne ne pourra plus être exclu : celui qui doit partir ne vote pas.
cli-advice-nobody-left = Il ne resterait aucun membre.
cli-approve-consent = Vous approuvez au nom de votre organisme, pour de bon. Approuver? [o/N]
cli-confirm-already = Le document en vigueur de { $handle } est déjà au registre.
cli-confirm-which = Les documents de { $handle } divergent : deux ont été signés après le même. Un vote décide lequel compte.
cli-decided-already = C’est déjà décidé. Rien n’a été fait.
cli-document-line = document { $id }, version { $version }, clé d’administration { $fingerprint }
cli-erase-too-many = Une proposition efface au plus { $max } inscriptions.
cli-hint-confirm-which = Demandez au membre, par téléphone, quelle empreinte est la sienne, puis dites laquelle : --document IDENTIFIANT
cli-hint-propose-other = Proposez quelque chose qui laisse la coalition capable de décider.
cli-may-not-vote = Vous ne pouvez pas voter là-dessus : il s’agit de votre propre exclusion, ou vous n’êtes pas membre.
cli-not-an-entry-id = « { $id } » n’est pas l’identifiant complet d’une inscription, 64 chiffres.
cli-progress-aside = approuvée, mais une autre décision compte à sa place
cli-progress-certified = décidée
cli-progress-missing = attend quelque chose qui n’est pas encore connu ici
cli-progress-open = demande { $needed } approbations sur { $voters }, en a { $approvals }
cli-progress-void = ne pourra jamais compter : { $rule }
cli-proposal-line = Proposition { $id } : { $progress }
cli-proposal-next = Ensuite, les autres : flotilla proposal approve { $id }
cli-propose-consent = Vous proposez et approuvez ceci au nom de votre organisme, pour de bon. Signer? [o/N]
cli-propose-refused = Ceci ne devrait pas être proposé. Rien n’a été signé.
cli-propose-rivals = { $rivals ->
    [one] Une autre proposition est en cours. Une seule des deux peut être décidée ensuite; l’autre devra être proposée de nouveau.
   *[other] { $rivals } autres propositions sont en cours. Une seule peut être décidée ensuite; les autres devront être proposées de nouveau.
 }
cli-proposed-already = Ceci est déjà proposé, sous { $id }. Vous approuvez cette proposition.
cli-reject-consent = Vous dites que personne n’a à vous attendre. Vous pourrez encore approuver plus tard. Rejeter? [o/N]
cli-state-height = Elle a pris { $height ->
    [one] { $height } décision
   *[other] { $height } décisions
 } depuis sa fondation.
cli-state-nothing-pending = Aucun vote n’est en cours.
cli-state-quorum = Une décision demande { $needed } membres sur { $members }.
cli-vote-twice = Vous avez approuvé une autre proposition pour la même décision. Si les deux passent, une seule comptera.
cli-voted-already = Vous avez déjà voté ainsi. Rien n’a changé.
cli-votes-approve = Pour : { $members }
cli-votes-reject = Contre : { $members }
cli-votes-silent = Pas encore de réponse : { $members }

## flotilla member

cli-admit-code = « { $code } » n’est pas un code du plus bas niveau de la liste « { $list } » de votre coalition.
cli-heard-consent = Appelez le membre à un numéro que vous tenez d’ailleurs. Avez-vous entendu exactement ces chiffres? [o/N]
cli-hint-admit-code = Demandez au membre de refaire son fichier avec des codes de votre catalogue, ou complétez d’abord le catalogue.
cli-hint-frozen = Réglez d’abord cela, avec la fiche de secours : flotilla key recover; ou par un vote : flotilla proposal confirm NOM
cli-join-installed = Votre nœud connaît maintenant « { $name } ».
cli-join-next-import = Ensuite, démarrez le nœud : flotilla-node --config flotilla.toml, puis : flotilla bundle import { $path }
cli-join-next-wait = Ensuite : attendez que la coalition vous ait admis, puis démarrez le nœud : flotilla-node --config flotilla.toml
cli-join-proposed = Votre admission est soumise au vote.
cli-join-unknown = D’après ce fichier, personne n’a encore proposé votre admission. Envoyez votre demande : flotilla member request
cli-member-active = actif
cli-member-frozen = contesté
cli-member-id = Identifiant  { $id }
cli-member-is-frozen = Les documents de ce membre divergent : deux ont été signés après le même. Aucun d’eux ne compte.
cli-member-left = Exclu par la décision { $height }.
cli-member-removed = exclu
cli-member-version = Version { $version } de son document; membre depuis la décision { $height }.
cli-recovery-refused = { $path } n’est pas la demande d’un membre qui a perdu ses clés, ou ne convient pas à son journal.
cli-request-done = Demande : { $path }
cli-request-next = Ensuite : envoyez { $path } à un membre de la coalition, et lisez les chiffres ou les mots au téléphone. Quand vous recevez le fichier de la coalition : flotilla coalition join FICHIER

## flotilla key, flotilla recovery

cli-hint-recover-after = Dites quelle version de votre document était la dernière de votre main : --after VERSION; voir flotilla member show
cli-hint-rotate-under-way = Si un document a été signé pour elle, remettez-le; le nœud prend alors la clé. Si rien n’a été signé pour elle, supprimez { $path } et réessayez.
cli-hint-sheet-used = C’est la fiche plus récente qui compte. Si les deux sont perdues : flotilla key recover --lost
cli-hint-not-the-sheet = Prenez la fiche la plus récente. Si elle est perdue, et la clé d’administration aussi : flotilla key recover --lost
cli-hint-words-file = Donnez un fichier que vous seul pouvez lire : --words-file FICHIER
cli-hint-words-wrong = Tapez les 24 mots dans l’ordre de leurs numéros; les colonnes de la fiche se lisent de haut en bas.
cli-key-active = EN VIGUEUR
cli-key-admin = Clé d’administration  { $fingerprint }
cli-key-next = La prochaine clé d’administration est sur la fiche de secours; son empreinte numérique commence par { $id }.
cli-key-retired = RETIRÉE
cli-key-revoked = RÉVOQUÉE
cli-key-sheet-unverified = La fiche de secours n’a jamais été vérifiée ici. Faites-le une fois : flotilla recovery verify
cli-key-sheet-verified = La fiche de secours a été vérifiée ici.
cli-key-until = jusqu’à l’inscription { $seq }
cli-key-until-none = aucune inscription
cli-lost-consent = De nouvelles clés sont créées, et les autres votent à leur sujet. Tout ce qui a été publié après l’inscription ci-dessus est perdu. Continuer? [o/N]
cli-lost-next = Ensuite : imprimez la fiche de secours et supprimez son fichier. Envoyez { $path } aux autres membres, et lisez-leur les chiffres ou les mots au téléphone; ils exécutent : flotilla member recover { $path }. Quand assez de membres ont approuvé, l’un d’eux vous envoie un fichier (flotilla bundle export), et vous exécutez : flotilla coalition join FICHIER
cli-lost-request = Demande : { $path }
cli-not-the-sheet = Ces mots ne sont pas ceux de la fiche qui compte.
cli-recover-consent = La clé de la fiche devient la clé d’administration, pour de bon; la fiche est alors épuisée. Continuer? [o/N]
cli-recover-next = Ensuite : imprimez la nouvelle fiche et supprimez son fichier; détruisez l’ancienne. Tant que la coalition n’a pas confirmé, l’ancienne clé d’administration vote encore. Demandez à un membre de proposer : flotilla proposal confirm { $handle }
cli-recover-no-base = On ne sait pas quel document de { $handle } la nouvelle clé doit suivre.
cli-recover-old-key = La clé d’administration précédente est conservée : { $path }
cli-recover-parted = Quelqu’un d’autre a aussi utilisé cette fiche : deux documents suivent le même. Un vote décide lequel compte.
cli-recover-undoes = Annule la version { $version } de votre document ({ $id }), et ce qui a été signé avec ses clés.
cli-rotate-consent = Désormais, le nœud parle avec une nouvelle clé. Ce que l’ancienne signe à partir d’ici est nul. Continuer? [o/N]
cli-rotate-file = Nouvelle clé du nœud : { $path }
cli-rotate-key = Empreinte de la nouvelle clé du nœud  { $fingerprint }
cli-rotate-next = Ensuite : rien. Le nœud prend la nouvelle clé de lui-même, et garde l’ancienne de côté.
cli-rotate-under-way = Une nouvelle clé du nœud attend déjà : { $path }. Rien n’a été fait.
cli-sheet-used = Les mots de cette fiche sont déjà une clé d’administration de { $handle } : la fiche est épuisée.
cli-sheet-used-here = Cette fiche a déjà servi ici; signer deux fois avec elle bloquerait le membre. Rien n’a été fait.
cli-hint-sheet-used-here = Remettez le fichier signé à ce moment-là. S’il n’y en a pas, supprimez { $path } et réessayez.
cli-sheet-verified = C’est la fiche qui compte. Empreinte  { $fingerprint }
cli-unlock-done = La phrase secrète ouvre la clé d’administration. Votre nœud n’en a pas besoin : sa propre clé est un fichier que lui seul peut lire.
cli-words = Les 24 mots :
cli-words-how = Tapez les 24 mots de la fiche de secours sur une ligne, dans l’ordre de leurs numéros. Ils ne s’affichent pas.
cli-words-wrong = Ce ne sont pas les 24 mots d’une fiche de secours : l’un d’eux est faux, manquant ou mal placé.

## flotilla publish

cli-reading = Lecture du tableau…
cli-sending = Remise à votre nœud…
cli-checking = Vérification de ce qui peut être montré…
cli-file-too-large = Le fichier dépasse { $mebibytes } Mio.
cli-not-applicable = s. o.
cli-percent = { $percent } %
cli-problem = { $code }  { $place } : { $text } { $remedy }
cli-publish-consent = { $members ->
    [one] Après cela, c’est publié, et d’autres peuvent le copier. Vous pourrez corriger ou retirer, mais des copies déjà faites peuvent subsister. Publier? [o/N]
   *[other] Après cela, { $members } organismes gardent une copie. Vous pourrez corriger ou retirer, mais des copies déjà faites peuvent subsister. Publier? [o/N]
 }
cli-publish-open = { $questions ->
    [one] Une chose est peut-être personnelle, et vous seul pouvez le dire. Rien n’a été publié.
   *[other] { $questions } choses sont peut-être personnelles, et vous seul pouvez le dire. Rien n’a été publié.
 }
cli-question = ? { $question }
cli-question-confirmed = ✓ { $place }  Vous avez confirmé que ce n’est pas personnel.
cli-confirm-ask = Confirmez-vous que « { $excerpt } » n’est pas personnel? Votre réponse est signée avec la fiche. [o/N]
cli-hint-confirm = Si ce n’est pas personnel, citez chaque passage : --confirm "{ $excerpt }"
cli-publish-nothing = Rien n’a été publié.
cli-publish-problems = { $problems ->
    [one] Il y a un problème à corriger. Rien n’a été publié.
   *[other] Il y a { $problems } problèmes à corriger. Rien n’a été publié.
 }
cli-publish-summary = { $rows } lignes lues · { $shown } cases prêtes · { $withheld } masquées par confidentialité · { $problems } à corriger
cli-again-nothing = Rien de ce qui compte n’a été laissé en arrière.
cli-publish-unchanged = La même chose a déjà été publiée. Rien n’a changé.
cli-publish-unchanged-in = Ceci a déjà été publié le { $date }, sous l’inscription { $id }. Rien n’a changé.
cli-receipt-entry = Inscription { $id }
cli-receipt-file = Fichier { $file }, SHA-256 { $hash }
cli-receipt-later = { $others ->
    [one] Pour savoir un peu plus tard si l’autre membre l’a reçu : flotilla entry show { $id }
   *[other] Pour savoir un peu plus tard qui des { $others } autres l’a reçu : flotilla entry show { $id }
 }
cli-receipt-observations = { $observations } cases, dont { $withheld } masquées par confidentialité.
cli-receipt-published = Publié par { $member } le { $moment }, jusqu’à l’inscription { $seq } de son journal.
cli-receipt-snapshot = Instantané { $id }
cli-total = tous
cli-trial-alone = Il n’y a pas de membre ici. Les règles sont celles d’une nouvelle coalition; les régions et les programmes sont ceux que nomme la recette ou le modèle.
cli-trial-key = Les chiffres d’un essai sont arrondis selon la clé dans { $path }. Ceux d’un membre différeront un peu.
cli-trial-key-forgotten = Aucune clé d’essai ne peut être conservée ici. Le prochain essai arrondira autrement; pour des essais pareils, donnez --rounding-key.
cli-trial-key-length = { $path } ne contient pas une clé de 32 octets.
cli-trial-node-away = Votre nœud n’a pas été interrogé : ce qu’il a publié auparavant ne compte pas ici. Donnez ce qu’il a publié avec --history, ou démarrez-le.
cli-withdraw-consent = { $entries ->
    [one] Une inscription disparaît
   *[other] { $entries } inscriptions disparaissent
} de toutes les réponses sur { $members } nœuds. Chaque nœud garde le contenu, masqué. Les copies déjà téléchargées demeurent. Continuer? [o/N]
cli-withheld = masqué

## flotilla recipe, et classeurs

cli-hint-sheet = Écrivez son nom dans la recette sous [file], par exemple sheet = "Données", ou donnez --sheet à : flotilla recipe suggest
cli-recipe-kept = Ce fichier a des colonnes qui semblent contenir { $kinds } : elles restent sur cet ordinateur et ne servent pas.
cli-recipe-kept-and = { $before } et { $last }
cli-recipe-kept-columns = · { $kind } : { $columns }
cli-recipe-none = Aucune recette ne peut être proposée pour ce fichier.
cli-recipe-not-yet = { $problems ->
    [one] La recette ne s’applique pas encore à ce fichier : il y a un problème à corriger.
   *[other] La recette ne s’applique pas encore à ce fichier : il y a { $problems } problèmes à corriger.
 }
cli-sheet-empty = Aucune feuille de ce classeur ne contient de tableau.
cli-sheet-malformed = Le fichier n’est pas un classeur, ou il est abîmé.
cli-sheet-missing = Le classeur n’a pas de feuille de ce nom. Il a : { $names }
cli-sheet-old = Le classeur est d’un ancien format, ou protégé par un mot de passe. Enregistrez-le au format XLSX, sans mot de passe.
cli-sheet-several = Plusieurs feuilles contiennent des tableaux : { $names }
cli-sheet-too-large = Le classeur dépasse { $mebibytes } Mio une fois décompressé. Enregistrez-le au format CSV UTF-8.
cli-sheet-too-many = Le classeur a plus de lignes, de colonnes ou de parties qu’on n’en lit. Exportez une durée plus courte, ou moins de colonnes.

## flotilla query

cli-answer-from = instantané { $snapshot } · membres représentés : { $reporting } sur { $members }
cli-answer-malformed = Le nœud a donné une réponse illisible.
cli-answer-too-large = La réponse est trop grande. Demandez-en moins, ou utilisez le téléchargement du nœud.
cli-answer-warning = Attention : { $warning }
cli-no-https = Cette version n’interroge que par http://.
cli-node-refused = Le nœud répond : { $text }
cli-node-refused-silently = Le nœud a refusé sans raison ({ $code }).
cli-node-unreachable = Impossible de joindre le nœud à { $url }.
cli-not-a-url = « { $url } » n’est pas une adresse.
cli-own-node-unreachable = Impossible de joindre votre nœud à { $socket }.

## flotilla status

cli-peer-catching-up = en rattrapage
cli-peer-in-sync = à jour
cli-peer-outdated = doit être mis à jour
cli-peer-unreachable = non connecté
cli-status-doubts = Ce que { $member } a publié compte, mais quelque chose est peu probable :
cli-status-forked = bifurqué à l’inscription { $seq }
cli-status-member = { $member } dans { $coalition }, version { $software }
cli-status-no-peers = les pairs ne peuvent pas appeler ce nœud; c’est lui qui appelle
cli-status-no-web = ne sert aucune page Web
cli-status-not-publishing = ne peut pas publier : { $reason }
cli-status-outdated = mettez ce nœud à jour : il parle au plus la version { $spoken } du protocole, et la coalition demande la version { $wanted }. D’ici là, il échange des décisions avec les autres membres, mais aucun chiffre; ce qu’il détient peut toujours être consulté
cli-status-peers = les pairs appellent { $address }
cli-status-publishing = prêt à publier
cli-status-publishing-catching-up = ne peut pas publier pour le moment : le nœud récupère son propre journal auprès de ses pairs
cli-status-publishing-forked = ne peut pas publier : le journal de ce membre a deux histoires
cli-status-publishing-key-replaced = ne peut pas publier : la coalition connaît pour ce membre une autre clé que celle de ce nœud
cli-status-refused = L’inscription { $seq } de { $member } ({ $id }) ne compte pas :
cli-status-snapshot = instantané { $snapshot }
cli-status-your-vote = Votre vote est attendu. À lire : flotilla proposal show { $id }  Puis : flotilla proposal approve { $id }, ou reject
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
cli-column-percent = pour cent
cli-column-version = version
cli-column-why = pourquoi
cli-column-change = changement
cli-column-epoch = clé
cli-column-node-key = empreinte de la clé du nœud
cli-column-proposal = proposition
cli-column-proposer = proposé par
cli-column-until = compte
cli-column-waits-for = sans réponse
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
cli-backup-next = Elle ne s’ouvre qu’avec la phrase secrète et ne contient aucune clé qui signe : gardez ailleurs la clé d’administration et la fiche de secours.
cli-backup-not-read-back = La sauvegarde n’a pas pu être relue; elle n’a donc pas été gardée. Le disque est peut-être défaillant.
cli-backup-refused = { $path } ne s’ouvre pas comme une sauvegarde.
cli-restore-checked = { $path } est entier : { $files } fichiers, { $mib } Mio.
cli-restore-done = Restauré dans { $path }, avec une nouvelle clé de nœud : { $files } fichiers, { $mib } Mio.
cli-restore-next = Il manque une signature : la coalition doit apprendre la nouvelle clé du nœud. Avec la clé d’administration : flotilla --dir { $path } key rotate --restored --ask URL, où URL est l’adresse web du nœud d’un autre membre

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
    [0] Aucun des { $of } autres membres n’en a accusé réception ici.
   *[other] Reçue par { $others } des { $of } autres membres : { $members }
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
cli-verify-rows-added = La ligne { $line } ne vient d’aucune inscription qui compte : personne ne l’a signée ainsi.
cli-verify-rows-cell = Ligne { $line }, colonne { $column } : le fichier dit « { $found } », mais { $member } a signé « { $signed } » dans l’inscription { $seq } ({ $record }).
cli-verify-rows-cite = Enregistrez-la de nouveau : « flotilla cite --json », ou la page de la citation en json.
cli-verify-rows-cited = C’est, octet pour octet, le fichier cité.
cli-verify-rows-columns = La première ligne ne nomme pas les colonnes des observations de cette coalition. Des colonnes ont été ajoutées, retirées ou renommées, ou le fichier vient d’un autre tableau.
cli-verify-rows-counts = En tout, lignes signées qui manquent au fichier : { $missing }; lignes du fichier qui n’ont pas été signées ainsi : { $strange }.
cli-verify-rows-cut-short = La preuve s’arrête trop tôt : d’autres détiennent plus d’inscriptions de { $members }.
cli-verify-rows-form = La ligne { $line } contient les valeurs signées, mais pas dans la forme que les nœuds écrivent. Le fichier a été modifié ou enregistré par un autre programme.
cli-verify-rows-holds = Ce fichier tient : ligne par ligne, dans cet ordre et sans qu’il en manque une, c’est ce que des membres de « { $name } » ont signé. Lignes : { $rows }. Publications : { $entries }. Membres : { $members }.
cli-verify-rows-missing = La ligne qui devrait être la ligne { $line } n’est pas dans le fichier : { $member } l’a signée dans l’inscription { $seq } ({ $record }).
cli-verify-rows-missing-entry = Rien de l’inscription { $seq } de { $member } n’est dans le fichier; elle devrait y commencer à la ligne { $line } ({ $record }). Si les nœuds montrent cette inscription en quarantaine, ajoutez : --without { $record }
cli-verify-rows-moved = La ligne { $line } a bien été signée, mais pas à cette place : des lignes ont changé d’ordre.
cli-verify-rows-not = Ce fichier ne tient pas : ce n’est pas ce que les membres de « { $name } » ont signé.
cli-verify-rows-not-a-citation = { $path } n’est pas une citation en JSON telle que les nœuds l’écrivent.
cli-verify-rows-not-a-table = { $path } ne se lit ni comme CSV, ni comme CSV en gzip, ni comme Parquet. Le téléchargement est incomplet, ou le fichier a été modifié.
cli-verify-rows-not-an-entry = « { $text } » n’est pas l’identifiant d’une inscription. Il a 64 chiffres, de 0 à 9 et de a à f.
cli-verify-rows-not-cited = Ce n’est pas le fichier cité. Son SHA-256 est { $sha256 }.
cli-verify-rows-not-known = Les lignes de « { $name }={ $value } » ne peuvent pas être refaites à partir des inscriptions. Téléchargez le tableau sans ce paramètre, puis vérifiez-le.
cli-verify-rows-other-proof = La preuve vient d’une autre coalition que le fichier cité. Demandez une preuve à un membre de cette coalition.
cli-verify-rows-other-snapshot = Le fichier est de l’instantané { $asked }, et la preuve de { $proof }.
cli-verify-rows-other-snapshot-hint = Demandez une preuve exportée au moment du téléchargement, ou le fichier avec as_of= un jour ou un moment.
cli-verify-rows-other-table = { $file } ne peut pas être refait à partir des inscriptions : seuls les observations et le jeu de données entier le peuvent.
cli-verify-rows-proof-spoiled = { $rejected ->
    [one] Un objet de la preuve ne se vérifie pas. « flotilla verify » sur la preuve seule dit lequel.
   *[other] { $rejected } objets de la preuve ne se vérifient pas. « flotilla verify » sur la preuve seule dit lesquels.
}
cli-verify-rows-replaced = La ligne { $line } est ce que { $member } a signé dans l’inscription { $seq }, mais une inscription plus récente a pris sa place. Le fichier est plus ancien que la preuve : vérifiez-le avec la citation, ou avec --url et as_of.
cli-verify-rows-resaved = Un tableur a enregistré ce fichier : il écrit les dates, les nombres ou les fins de ligne à sa façon, et ce ne sont donc plus les octets qu’un nœud a donnés. Téléchargez de nouveau le fichier, et vérifiez-le avant de l’ouvrir.
cli-verify-rows-snapshot-differs = La preuve n’est pas de l’instantané cité, mais de { $proof }.
cli-verify-rows-taken-back = La ligne { $line } vient de l’inscription { $seq } de { $member }, qui a été reprise. Elle ne doit plus servir.
cli-verify-rows-too-large = { $path } dépasse 512 Mio. Vérifiez-en une partie : téléchargez le tableau par région ou par période.
cli-verify-rows-uncited = Sans citation (--citation), personne ne peut voir ce que ce fichier et la preuve omettraient tous deux.
cli-verify-rows-workbook = { $path } est un classeur, que les programmes récrivent chaque fois qu’ils l’enregistrent. Téléchargez le même tableau en CSV ou en Parquet, puis vérifiez-le.
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

## Nœuds restaurés, et deux histoires

cli-column-day = faite le
cli-column-followed = suivie ici
cli-hint-restored-another = Interrogez d’autres nœuds. S’ils disent comme lui, cette sauvegarde est d’un autre journal.
cli-hint-restored-ask = Nommez au moins un autre nœud qui répond : --ask http://noeud.example.org:8401
cli-hint-restored-behind = Laissez votre nœud rencontrer un de ses pairs, ou importez un paquet plus récent; puis réessayez.
cli-hint-settle-again = Voyez pourquoi avec : flotilla status. Puis continuez avec : flotilla log settle
cli-hint-settle-keep = Nommez la dernière inscription d’une des branches montrées : --keep ID
cli-no = non
cli-restored-another = { $url } parle d’un autre journal que cette sauvegarde.
cli-restored-ask = Il faut demander ailleurs jusqu’où ce journal était allé, sinon des places seraient signées deux fois.
cli-restored-behind = Votre document est ailleurs à la version { $theirs }, et ici seulement à la { $ours }. Un document qui en suit un ancien gèlerait votre membre; rien n’a été signé.
cli-restored-known = La coalition a déjà un document avec cette clé de nœud.
cli-restored-next = Ensuite : rien. Le nœud apporte le document à ses pairs et récupère son journal. Puis publiez de nouveau ce qui est arrivé trop tard, s’il y a lieu : flotilla log settle
cli-settle-branches = Ce journal a deux histoires; la publication est arrêtée sur tous les nœuds. Voici les inscriptions par lesquelles elles diffèrent :
cli-settle-elsewhere = L’autre histoire n’est pas détenue ici, seulement la preuve qu’elle a été signée. Ce qu’elle dit peut être publié de nouveau lorsqu’elle réapparaît : flotilla log settle
cli-settle-later = Quand la coalition aura la nouvelle clé, continuez avec : flotilla log settle
cli-settle-no-such-branch = Aucune branche ne se termine par cette inscription.
cli-settle-not-ready = Le nœud ne peut pas encore publier. La coupure est signée.
cli-column-entry = inscription
cli-column-id = identifiant
cli-erasures-none = Rien n’a jamais été effacé.

## flotilla template

cli-hint-period = Écrivez une période comme 2025, 2025-T3, 2025-09, FY2024-25 ou SY2024-25.
cli-hint-recipe-or-template = Nommez une recette avec --recipe (flotilla recipe suggest en écrit une), ou remplissez un classeur de : flotilla template write
cli-publish-no-recipe = Ce fichier n’est pas un modèle rempli; il lui faut donc une recette.
cli-template-all-programs = Tous les programmes
cli-template-at-the-end = le dernier jour : { $day }
cli-template-before = { $period }, publié : { $column }
cli-template-before-told = { $figures ->
    [one] Un chiffre publié pour { $period } figure à côté, en gris.
   *[other] { $figures } chiffres publiés pour { $period } figurent à côté, en gris.
 }
cli-template-count = Nombre
cli-template-denominator = { $title } : sur combien
cli-template-definition = Ce que l’on compte
cli-template-during = pendant { $period }
cli-template-hint = Inscrivez des nombres exacts dans les cases blanches. Laissez vide ce que vous ne savez pas ou ne déclarez pas; inscrivez 0 là où il n’y a personne.
cli-template-how-empty = · Laissez vide ce que vous ne savez pas ou ne déclarez pas; cette partie est alors omise. 0 est un nombre : il dit qu’il n’y a personne.
cli-template-how-fill = · Remplissez les cases blanches des feuilles qui suivent, avec des nombres entiers exacts. Commencez par les totaux; les ventilations peuvent rester vides.
cli-template-how-grey = · Les cases grises, s’il y en a, montrent ce qui a été publié de la période précédente. Elles ne sont pas lues.
cli-template-how-persons = · Chaque personne compte une fois, dans une région et dans chaque programme auquel elle participe; les programmes peuvent donc totaliser davantage. Un taux est deux nombres : combien (.num), et sur combien (.den, ou l’indicateur dont il est une part).
cli-template-how-publish = · À la fin, enregistrez le fichier et voyez ce que les autres verraient : flotilla publish metrics FICHIER --dry-run
cli-template-how-rows = · Les lignes peuvent être triées ou supprimées, et de nouvelles ajoutées au bas : choisissez leurs codes dans les listes. Ne changez pas les autres colonnes, s’il vous plaît.
cli-template-how-small = · Inscrivez les petits nombres tels quels, jamais « <5 ». Ils sont masqués pour vous avant que quoi que ce soit quitte votre ordinateur, de sorte que personne ne puisse les déduire.
cli-template-how-sums = · Les programmes totalisent « Tous les programmes », et les cases d’une ventilation leur total, sauf pour les groupes qui se chevauchent. Ce qui n’est pas connu a sa propre colonne.
cli-template-indicator = Indicateur
cli-template-member = Pour { $member }
cli-template-next = Remplissez-le, puis : flotilla publish metrics { $path } --dry-run
cli-template-numerator = { $title } : combien
cli-template-own-profile = Ce membre a ses propres régions et programmes; ne donnez ni --region ni --program.
cli-template-program = Type de programme
cli-template-refused = Aucun modèle ne peut être écrit.
cli-template-region = Région des personnes
cli-template-sheet-by = Par { $list }
cli-template-sheet-codes = Liste des codes
cli-template-sheet-read-me = Lisez-moi
cli-template-sheet-totals = Totaux
cli-template-title = Nombres de { $period }
cli-template-when = Quand
cli-template-written = { $path } : un classeur de { $cells } cases à remplir
cli-template-wrong = Ce n’est pas un nombre
cli-template-wrong-remedy = Inscrivez un nombre entier, ou laissez la case vide si vous ne le savez pas. Inscrivez les petits nombres tels quels : ils sont masqués pour vous.

## flotilla publish metrics --report

cli-report-breakdown = Ventilation
cli-report-code = Numéro
cli-report-figures = { $indicator } — { $period }
cli-report-hidden = masqué par confidentialité
cli-report-intro = Voici tous les chiffres tels que les autres organismes les auront. Les nombres sont arrondis. La raison d’un masquage n’est dite qu’à vous; gardez ce fichier pour vous.
cli-report-notes = Bon à savoir
cli-report-problems = Ce qui est à corriger
cli-report-program = Type de programme
cli-report-region = Région
cli-report-remedy = Ce qu’il faut faire
cli-report-title-problems = Ce qui ne va pas dans { $file }
cli-report-title-ready = Ce que les autres verront de { $file }
cli-report-value = Valeur
cli-report-what = Ce qui ne va pas
cli-report-where = Où
cli-report-why = Raison
cli-report-written = Le rapport est dans { $path }.

## Le registre de ce qui a été anonymisé

cli-register-absent = { $handle } n’est pas membre de cette coalition, d’après ses décisions.
cli-register-alone = Individualisation
cli-register-correlation = Vérifié avec tout ce que ce membre a publié auparavant : la comparaison de deux publications ne renseigne jamais sur moins de personnes. Un même groupe est toujours arrondi de la même façon; répéter une question ne révèle rien.
cli-register-counts = publiée
cli-register-done = Registre : { $path } ({ $count } publications)
cli-register-due = { $count ->
    [one] Une publication date de plus d’un an : réévaluez-en le risque, et notez que vous l’avez fait.
   *[other] { $count } publications datent de plus d’un an : réévaluez-en le risque, et notez que vous l’avez fait.
}
cli-register-entry = Identifiant
cli-register-erased = effacée
cli-register-figures = Nombres
cli-register-for = Finalité
cli-register-hidden = dont masqués
cli-register-how = Techniques employées
cli-register-indicators = Indicateurs
cli-register-individualization = Aucun nombre ne représente moins de { $threshold } personnes, et aucun n’est exact. Aucune ligne sur une personne n’a quitté l’organisme.
cli-register-inference = Tout nombre masqué garde au moins { $candidates } valeurs possibles, quoi qu’on additionne ou soustraie. Aucune ventilation par identité protégée ne révèle que presque tout un groupe appartient à l’une d’elles.
cli-register-inferred = Inférence
cli-register-kind = { $path } : le nom du fichier dit quelle forme il aura. Terminez-le par .csv ou .xlsx.
cli-register-linked = Corrélation
cli-register-not-counted = ne compte pas
cli-register-periods = Périodes
cli-register-policy = Règles, version
cli-register-published = Publiée le
cli-register-purpose = Apprendre ensemble sur le mentorat jeunesse, au sein de « { $coalition } »
cli-register-reassess = À réévaluer avant le
cli-register-refused = Le registre ne peut pas être produit.
cli-register-state = État
cli-register-superseded = corrigée
cli-register-supervisor = Responsable
cli-register-techniques = Dénombré par groupe. Groupes de moins de { $threshold } masqués (identités protégées { $identity }, groupes gouvernés par une communauté { $community }). Arrondi à { $base } avec un décalage secret pour chaque groupe. Ventilations seulement pour les groupes de { $slice } ou plus. D’autres nombres sont masqués pour qu’aucun ne puisse être déduit.
cli-register-title = Registre d’anonymisation
cli-register-withdrawn = retirée

## Un dossier pour les tableaux

cli-inbox-problems = { $path } : il y a des corrections à faire. Lisez { $report }
cli-inbox-ready = { $path } : peut être publié. Lisez d’abord { $report }
cli-inbox-unread = { $path } n’a pas pu être lu.
cli-inbox-watching = Surveillance des tableaux dans { $path }. Rien n’est publié. Ctrl-C pour arrêter.

## flotilla export lake

cli-hint-lake-sync = Écrivez dans un dossier, puis copiez ce qui est à jour avec l’outil de votre espace de stockage, par exemple : aws s3 sync --delete DOSSIER/current s3://COMPARTIMENT
cli-lake-busy = Quelqu’un d’autre écrit dans { $path } en ce moment.
cli-lake-no-store = { $url } est l’adresse d’un espace de stockage. Une exportation s’écrit dans un dossier.
cli-lake-too-busy = Les données ont changé plusieurs fois pendant l’exportation. Essayez de nouveau à une heure calme.
cli-lake-written = { $path } contient l’instantané { $snapshot } : { $rows ->
    [one] une ligne
   *[other] { $rows } lignes
} dans { $files ->
    [one] un fichier
   *[other] { $files } fichiers
}; écrits à l’instant : { $written }.

## flotilla practice, et les noms du membre

cli-hint-names-again = Apprenez les noms de nouveau : flotilla names forget, puis flotilla names learn
cli-names-forgotten = Tous les noms sont oubliés.
cli-names-learned = Noms de { $cells } cases appris; { $words } mots sont connus, sous forme d’empreintes salées dans { $path }. Ils restent sur cet ordinateur.
cli-names-malformed = { $path } n’est pas le fichier de noms attendu.
cli-names-refused = Aucun nom n’a été appris.
cli-practice-new-codes = Qui et quoi cela concerne, par liste de codes; voir : flotilla explain program_type
cli-practice-new-contact = Un rôle et une boîte courriel partagée, jamais une personne.
cli-practice-new-benchmark = Le repère de cette norme; peut être omis.
cli-practice-new-cost-detail = Ce qu’elle coûte, par exemple en dollars par jeune et par année; peut être omis.
cli-practice-new-ratings = Ce que d’autres ont constaté : côte à côte, chacun avec son barème; « sans effet » est aussi bienvenu qu’un succès. Peut être omis.
cli-practice-new-evidence = Ce que vous savez vous-mêmes : practice_wisdom, pre_post, comparison_group ou rct; sur under_30, 30_to_99, 100_to_349 ou 350_or_more.
cli-practice-new-replication = Dans combien d’endroits, combien de fois de nouveau, et si c’est par d’autres que ses auteurs; peut être omis.
cli-practice-new-goals = Ce qu’elle doit accomplir. Ceci et la suite peuvent être omis.
cli-practice-new-core = Ce qu’il ne faut pas en omettre.
cli-practice-new-dosage = À quelle fréquence et combien de temps.
cli-practice-new-staffing = Qui s’en charge, par rôle.
cli-practice-new-training = Ce qu’on leur apprend d’abord.
cli-practice-new-adaptation = Ce qui peut être changé, et ce qui en est ressorti.
cli-practice-new-found = Ce que vous avez constaté, en quelques phrases.
cli-practice-new-cost = very_low, low, moderate, high ou very_high; peut être omis.
cli-practice-new-done = Écrit : { $path }
cli-practice-new-eepm = Éléments de pratique efficace : 1 recrutement, 2 sélection, 3 formation, 4 jumelage, 5 suivi, 6 fin, 0 planification.
cli-practice-new-file = pratique.md
cli-practice-new-how = Comment nous procédons
cli-practice-new-id = Le même dans chaque version de cette fiche.
cli-practice-new-kind = program, practice ou resource.
cli-practice-new-licence = Ce que d’autres peuvent en faire : un identifiant SPDX ou Creative Commons.
cli-practice-new-next = Remplissez-la, puis : flotilla practice check { $path }
cli-practice-new-references = DOI, adresses ou citations; peut être omis.
cli-practice-new-result = Ce qui en est ressorti
cli-practice-new-review = Quand la revoir; peut être omis.
cli-practice-new-supersedes = À partir de la version 2 : l’identifiant de l’inscription que celle-ci remplace.
cli-practice-new-text = Au plus 200 et 600 caractères. Ajoutez une langue par une table comme [en], et son texte après +++ en.
cli-practice-new-tips = Ce que nous dirions à d’autres
cli-practice-new-version = 1, puis 2, et ainsi de suite.
cli-practice-new-what = De quoi il s’agit
cli-practice-new-whom = À qui cela s’adresse
cli-practice-open = { $questions ->
    [one] Une chose est peut-être personnelle, et vous seul pouvez le dire.
   *[other] { $questions } choses sont peut-être personnelles, et vous seul pouvez le dire.
 }
cli-practice-problems = { $problems ->
    [one] Il y a un problème à corriger.
   *[other] Il y a { $problems } problèmes à corriger.
 }
cli-practice-sound = Rien n’est à corriger dans cette fiche.
cli-hint-respond-record = flotilla query "SELECT record_id, member, title_fr FROM practices" les énumère.
cli-hint-respond-result = Par exemple : --result "MATCHES_NEW 2025 CA-ON"
cli-respond-found = { $records ->
    [0] Il n’y a pas de telle fiche.
   *[other] { $records } fiches portent ce nom. Nommez-en une par son inscription.
 }
cli-respond-record = Une fiche est nommée par son inscription, par au moins les 8 premiers chiffres de celle-ci, ou par son identifiant.
cli-respond-result = Un résultat est un indicateur, une période et une région.
cli-column-community = communauté
cli-column-contact = personne-ressource
cli-column-governs = gouverne
cli-head-steward = qui parle pour { $member }
cli-head-steward-gone = personne ne parle pour { $member }
cli-hint-steward = Par exemple : flotilla proposal steward nord --key steward.flotilla --name "en=Northern Nation" --name "fr=Nation du Nord" --contact "Bureau des données" --code population:FIRST_NATIONS
cli-steward-code = « { $word } » n’est pas une liste et un code, comme population:FIRST_NATIONS.
cli-steward-key-done = Clé de la gardienne ou du gardien, scellée par la phrase secrète : { $path }
cli-steward-key-file = Le fichier de la clé ne peut pas se terminer par .{ $extension } : cela est pour la moitié publique.
cli-steward-key-missing = « { $word } » n’a encore ni gardienne ni gardien, il faut donc la clé.
cli-steward-key-next = Ensuite : envoyez { $path } à un membre de la coalition, et gardez l’autre fichier et une copie là où seule la communauté y a accès.
cli-steward-key-unsound = Il n’y a pas de clé valable dans { $word }.
cli-steward-name = « { $word } » n’est pas une langue et un nom, comme "fr=Nation du Nord".
cli-steward-public-done = Sa moitié publique, à envoyer : { $path }
cli-steward-unchanged = Rien ne changerait pour « { $word } ».
cli-steward-unknown = Aucune communauté n’est inscrite sous « { $word } ».
cli-told-steward = Pour { $name } ({ $handle }), une gardienne ou un gardien décide de ce qui est publié sur { $codes }.
cli-told-steward-before = Jusqu’ici : { $codes }, avec la clé { $fingerprint }.
cli-told-steward-contact = À qui parler : { $contact }
cli-told-steward-gone = Plus personne ne parle pour { $handle }. Ce que cette communauté gouverne n’est alors publié par personne; ce à quoi elle a consenti reste.
cli-told-steward-key = Elle consent avec la clé { $fingerprint }. Comparez les chiffres avec la communauté avant d’approuver.
cli-told-steward-names = Comment la communauté s’appelle : { $names }
cli-cosign-asks = { $member } de { $coalition } demande à { $steward } de consentir à ces chiffres :
cli-cosign-consent = Consentir à exactement ces chiffres? Chaque membre de la coalition en gardera une copie.
cli-cosign-done = Consentement signé : { $path }
cli-cosign-next = Ensuite : renvoyez { $path } à { $member }, qui publie avec : --consent { $path }
cli-cosign-other-key = Cette clé n’est aucune de celles à qui l’on demande. La demande est pour { $fingerprints }.
cli-cosign-refused = Il n’y a pas de demande valable dans { $path }.
cli-cosign-scope = Sur { $codes }, de { $first } à { $last }. Les périodes suivantes demandent un autre consentement.
cli-cosign-agreement = Selon l’entente : { $agreement }
cli-cosign-agreement-none = Aucune entente n’est nommée.
cli-ask-done = Demande écrite : { $path }. Rien n’a été publié.
cli-ask-next = Ensuite : envoyez { $path } à la gardienne ou au gardien. La demande contient les chiffres tels qu’ils seraient publiés, et aucune de vos lignes. La réponse revient sous forme de fichier pour --consent.
cli-ask-nothing = Ce fichier ne mène à aucun chiffre que ces communautés gouvernent. Rien n’a été demandé.
cli-bundle-retractions = Repris par des communautés : { $count }.
cli-retract-consent = Reprendre ce consentement, sur chaque nœud?
cli-retract-copies = Chaque nœud qui l’apprend masque ces chiffres. Qui les a déjà téléchargés peut encore les avoir.
cli-retract-done = Signé : { $path }
cli-retract-next = Ensuite : envoyez { $path } à n’importe quel membre de la coalition, qui le remet à un nœud : flotilla bundle import { $path }
cli-retract-refused = Il n’y a pas de consentement valable dans { $path }.
cli-retract-told = { $steward } reprend son consentement sur { $codes }, de { $first } à { $last } (« { $agreement } »).
cli-records-column-consent = consentement
cli-records-column-hidden = masqués
cli-records-column-shown = montrés
cli-records-consent = { $steward } : « { $agreement } »
cli-records-destroyed = { $count ->
    [one] Le contenu d’une inscription a été détruit; personne ne peut plus dire de qui elle parlait.
   *[other] Le contenu de { $count } inscriptions a été détruit; personne ne peut plus dire de qui elles parlaient.
}
cli-records-next = Pour lire les octets mêmes d’une inscription : flotilla entry export INSCRIPTION FICHIER
cli-records-none = Personne n’a rien publié sur { $code }.
cli-records-taken-back = { $steward } : « { $agreement } », repris
cli-records-unknown = Le catalogue de cette coalition n’a pas { $code }.
cli-label-coalition = Une coalition se nomme par les 64 chiffres que donne « coalition show ».
cli-label-consent = Signer cette étiquette pour cette fiche?
cli-label-next = Ensuite : mettez ces lignes dans l’en-tête de { $path }, avant la ligne « +++ » qui le termine.
cli-label-restricted = « { $kind } » dit que tout le monde ne peut pas connaître cette fiche; elle n’est donc pas publiée ici. Il n’y a rien à signer.
cli-label-told = « { $title } » portera l’étiquette : { $label }
cli-label-unsound = « { $kind } » n’est pas un type d’étiquette, ou un texte est trop long.

## What is held at home

cli-ask-away = Le nœud de { $member } n’est pas joignable en ce moment : la fiche n’est pas montrée.
cli-ask-community = Gardée par { $community }, sur le nœud de { $member }. Gardienne ou gardien : { $contact }
cli-ask-holder = Gardée par { $member }. Contact : { $contact }
cli-ask-own = Votre propre nœud garde cette fiche. Pour voir à qui elle a été dite : flotilla records --asked
cli-ask-shown = Ceci vient d’être dit par qui garde la fiche, qui en garde la trace. Votre nœud n’en conserve rien.
cli-ask-tampered = Ce que dit le nœud de { $member } n’est pas ce que son auteur a signé. Ce n’est pas montré.
cli-ask-unfit = Ce que dit le nœud de { $member } parle peut-être de personnes, et son auteur n’a pas dit le contraire. Ce n’est pas montré.
cli-ask-unshown = Le nœud de { $member } ne montre pas cette fiche en ce moment : elle a été reprise, n’y est pas, ou a été demandée trop souvent.
cli-hint-ask = Demandez à la gardienne ou au gardien : { $contact }
cli-records-asked-none = Personne n’a demandé à ce nœud ce qu’il garde sur place.
cli-records-column-asked = demandé (UTC)
cli-records-held = gardée sur place
cli-cite-name-a-node = Nommez un nœud qui en montre : --node URL
cli-cite-no-pages = Votre propre nœud ne montre pas de pages, et n’a donc pas d’adresse à citer.
cli-cite-not-a-filter = « { $text } » ne dit pas quelles valeurs de quelle colonne, comme region=CA-ON.
cli-follow-begin-anew = Omettez-le, ou prenez un autre fichier, pour tout recevoir depuis le début.
cli-follow-ceased = { $time } · { $member } · { $kind } { $seq } ne compte plus ({ $entry })
cli-follow-counts = { $time } · { $member } · { $kind } { $seq } compte ({ $entry })
cli-follow-ended = Le nœud a mis fin à la connexion. Relancez la même commande : avec --state ou --since, elle reprend où elle était.
cli-follow-erased = { $time } · { $member } · { $kind } { $seq } a été effacée ({ $entry })
cli-follow-not-resume = Ce n’est pas là qu’une exécution précédente s’est arrêtée : ce sont des chiffres, de 0 à 9 et de a à f, deux par deux.
cli-follow-quarantined = { $time } · { $member } · { $kind } { $seq } est en quarantaine ({ $entry })
cli-follow-replaced = Le journal de { $member } a continué par une autre branche : rien de ce qui en a été dit ne compte, et ce qui compte suit.
cli-follow-superseded = { $time } · { $member } · { $kind } { $seq } a été remplacée par une inscription plus récente ({ $entry })
cli-follow-withdrawn = { $time } · { $member } · { $kind } { $seq } a été retirée ({ $entry })
cli-page-broken = Le nœud a interrompu sa réponse.

## Jetons

cli-token-issuer = Ce jeton a été émis par { $issuer }.
cli-token-aggregates = Qui le porte peut lire les chiffres, et ce qu’il faut pour les lire (aggregates).
cli-token-bulk = Qui le porte peut prendre tous les chiffres en un fichier (bulk).
cli-token-records = Qui le porte peut lire les fiches de pratique, les réponses, et les inscriptions telles qu’elles ont été signées (records).
cli-token-high = Il peut servir aussi souvent qu’un programme demande : 50 fois par seconde.
cli-token-standard = Il peut servir aussi souvent qu’une personne demande : 4 fois par seconde, et 240 fois de suite.
cli-token-days = Il vaut du { $first } au { $last }, ces deux jours compris.
cli-token-bearer = Tout nœud l’accepte de quiconque l’a. Ne le transmettez que comme un mot de passe.
cli-token-id = Son identifiant, par lequel on le révoque : { $id }
cli-token-unchecked = C’est ce que dit le jeton. Seul un nœud peut dire s’il est bien signé de qui l’a émis, et s’il vaut encore.
cli-token-written = Écrit : { $path }. Vous seul pouvez le lire.
cli-token-unreadable = Ce n’est pas un jeton, ou une partie s’est perdue.
cli-hint-token-whole = Copiez la ligne entière, de « flotilla-token-1- » jusqu’à sa fin.
cli-token-not-an-id = « { $text } » n’est pas l’identifiant d’un jeton, qui a 64 chiffres de 0 à f. Pour le jeton lui-même, il y a --token-file.
cli-token-in-clear = Le jeton va à ce nœud sans chiffrement, et d’autres en chemin peuvent le lire. Là où ce serait à craindre, interrogez un nœud par une ligne à vous, ou par son adresse chiffrée avec un autre programme.
cli-token-revoke-consent = { $tokens ->
    [one] Un jeton prend fin pour de bon
   *[other] { $tokens } jetons prennent fin pour de bon
  }, sur { $members ->
    [one] le nœud du seul membre
   *[other] chacun des nœuds des { $members } membres
  }, dès qu’il l’apprend. Cela ne se reprend pas. Continuer?
cli-token-revoked = Terminé par l’inscription { $seq } de votre journal.
