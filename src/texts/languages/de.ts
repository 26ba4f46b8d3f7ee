import type { Translation } from '../english.js';

/** German */
const de: Translation = {
  dir: 'ltr',
  record: {
    start: 'Aufnahme starten',
    stop: 'Aufnahme beenden',
    hold: 'Zum Sprechen halten',
    release: 'Zum Senden loslassen',
    cancel: 'Abbrechen',
  },
  call: { connect: 'Verbinden', cancel: 'Abbrechen', hangUp: 'Auflegen' },
  mute: { mute: 'Stumm' },
  interrupt: { interrupt: 'Unterbrechen' },
  message: { label: 'Nachricht', placeholder: 'Nachricht schreiben', send: 'Senden' },
  settings: {
    label: 'Sprecherwechsel',
    turnDetection: 'Ende eines Beitrags',
    semantic: 'Am Sinn erkennen (semantic_vad)',
    server: 'An der Stille erkennen (server_vad)',
    none: 'Mit der Taste (none)',
    eagerness: 'Ungeduld',
    auto: 'Automatisch',
    low: 'Gering',
    medium: 'Mittel',
    high: 'Hoch',
    threshold: 'Schwelle (0–1)',
    prefixPaddingMs: 'Vorlauf (ms)',
    silenceDurationMs: 'Stille (ms)',
    idleTimeoutMs: 'Nachfragen nach (ms)',
    never: 'nie',
    noAutoResponse: 'Von selbst antworten',
    noInterrupt: 'Sprechen unterbricht die Antwort',
  },
  status: {
    idle: 'Nicht verbunden',
    asking: 'Bitte das Mikrofon erlauben',
    connecting: 'Verbinde …',
    connected: 'Verbunden',
    listening: 'Hört zu',
    hearing: 'Hört Sie',
    thinking: 'Denkt nach …',
    speaking: 'Spricht',
    interrupted: 'Unterbrochen, Sie sind dran',
    muted: 'Stumm',
    failed: 'Etwas ging schief',
    fallback: 'WebSocket (WebRTC ist gesperrt)',
  },
  chat: {
    empty: 'Drücken Sie die Taste und sagen Sie etwas.',
    resume: 'Tippen, um die Antworten zu hören',
    headphones: 'Das Mikrofon hört den Lautsprecher. Kopfhörer helfen.',
    label: 'Sprachchat',
    open: 'Mit dem Assistenten sprechen',
    close: 'Schließen',
    dismiss: 'Ausblenden',
    retry: 'Erneut versuchen',
    recording: 'Dieses Gespräch wird auf diesem Gerät aufgezeichnet.',
    consent: {
      text: 'Was Sie sagen, wird an einen KI-Dienst gesendet, der darauf antwortet. Vor Ihrer Zustimmung wird nichts gesendet.',
      accept: 'Zustimmen',
      decline: 'Nicht jetzt',
    },
    permission: {
      prompt: 'Ihr Browser wird nach dem Mikrofon fragen.',
      dismissed: 'Das Mikrofon wurde nicht erlaubt. Versuchen Sie es noch einmal und wählen Sie „Zulassen“.',
      frame:
        'Diese Seite darf das Mikrofon innerhalb einer anderen nicht benutzen: Die äußere muss sie mit allow="microphone" einbetten.',
      system:
        'Das System gibt dem Browser das Mikrofon nicht: Erlauben Sie es in den Datenschutzeinstellungen des Systems, dann versuchen Sie es noch einmal.',
      chrome:
        'Das Mikrofon ist gesperrt. Öffnen Sie das Symbol vor der Adresse der Seite, schalten Sie das Mikrofon ein und versuchen Sie es noch einmal.',
      android:
        'Das Mikrofon ist gesperrt. Tippen Sie auf das Symbol vor der Adresse der Seite, dann auf Berechtigungen, und erlauben Sie das Mikrofon.',
      safari:
        'Das Mikrofon ist gesperrt. Wählen Sie Safari, Einstellungen für diese Website, und stellen Sie Mikrofon auf „Erlauben“.',
      ios: 'Das Mikrofon ist gesperrt. Tippen Sie auf das Symbol vor der Adresse der Seite, dann auf Website-Einstellungen, und erlauben Sie das Mikrofon.',
      firefox:
        'Das Mikrofon ist gesperrt. Klicken Sie auf das durchgestrichene Mikrofon vor der Adresse der Seite, heben Sie die Sperre auf und versuchen Sie es noch einmal.',
      other:
        'Das Mikrofon ist gesperrt. Erlauben Sie es für diese Seite in den Website-Einstellungen des Browsers, dann versuchen Sie es noch einmal.',
    },
  },
  transcript: {
    label: 'Gesprächsverlauf',
    user: 'Sie',
    assistant: 'Assistent',
    system: 'System',
    interrupted: 'Unterbrochen',
    untranscribed: 'Das konnte nicht verschriftlicht werden.',
    failed: 'Diese Antwort ist misslungen.',
    nothing: '(nichts verstanden)',
    says: (name, words) => `${name}: ${words}`,
    image: 'Bild',
    more: 'Mehr anzeigen',
    copy: 'Kopieren',
    copied: 'Kopiert',
    uncopied: 'Der Browser ließ dies nicht kopieren.',
    replay: 'Ab hier abspielen',
    pause: 'Anhalten',
    jump: 'Zum Neuesten',
    fresh: (count) => `${count} neu`,
    search: 'Verlauf durchsuchen',
    match: (which, count) => `${which} von ${count}`,
    unmatched: 'Nichts gefunden',
    previous: 'Vorherige Fundstelle',
    next: 'Nächste Fundstelle',
  },
  devices: {
    audioinput: 'Mikrofon',
    audiooutput: 'Lautsprecher',
    videoinput: 'Kamera',
    system: 'Standard des Systems',
    numbered: (device, number) => `${device} ${number}`,
    locked: 'Namen erscheinen, sobald der Zugriff erlaubt ist.',
    unsupported: 'Dieser Browser überlässt die Wahl dem System.',
  },
  volume: { label: 'Lautstärke', mute: 'Antworten stumm schalten' },
  camera: {
    on: 'Kamera einschalten',
    off: 'Kamera ausschalten',
    isOff: 'Die Kamera ist aus',
    asking: 'Bitte die Kamera erlauben',
    picture: 'Was die Kamera sieht',
    show: 'Dem Assistenten zeigen',
    sending: 'Wird gesendet …',
    sent: (time) => `Dem Assistenten um ${time} gezeigt`,
    last: 'Das zuletzt gesendete Bild',
  },
  recordings: {
    label: 'Aufnahmen',
    empty: 'Noch keine Aufnahmen.',
    play: (when) => `Aufnahme von ${when} abspielen`,
    pause: (when) => `Aufnahme von ${when} anhalten`,
    download: (when) => `Aufnahme von ${when} herunterladen`,
    delete: (when) => `Aufnahme von ${when} löschen`,
    seek: 'Stelle',
    position: (at, whole) => `${at} von ${whole}`,
    camera: 'Kamera',
    incomplete: 'Vorzeitig beendet',
    unplayable: 'Sie lässt sich hier nicht abspielen. Laden Sie sie herunter.',
    confirm: 'Diese Aufnahme löschen?',
    yes: 'Löschen',
    no: 'Behalten',
  },
  export: {
    label: 'Gespräch speichern als',
    txt: 'Reiner Text',
    md: 'Markdown',
    json: 'JSON',
    vtt: 'Untertitel (WebVTT)',
    srt: 'Untertitel (SubRip)',
    download: 'Herunterladen',
    copy: 'Kopieren',
    copied: 'Kopiert',
  },
  errors: {
    'microphone-denied':
      'Das Mikrofon ist gesperrt: Erlauben Sie es dieser Seite in den Einstellungen des Browsers und versuchen Sie es noch einmal.',
    'microphone-missing':
      'Es wurde kein Mikrofon gefunden: Schließen Sie eines an und versuchen Sie es noch einmal.',
    'microphone-in-use':
      'Ein anderes Programm benutzt das Mikrofon: Schließen Sie es und versuchen Sie es noch einmal.',
    'microphone-lost': 'Das Mikrofon wurde getrennt.',
    'microphone-failed':
      'Das Mikrofon ließ sich nicht öffnen: Prüfen Sie, ob es in anderen Programmen geht, und versuchen Sie es noch einmal.',
    'camera-denied':
      'Die Kamera ist gesperrt: Erlauben Sie sie dieser Seite in den Einstellungen des Browsers und versuchen Sie es noch einmal.',
    'camera-missing':
      'Es wurde keine Kamera gefunden: Schließen Sie eine an und versuchen Sie es noch einmal.',
    'camera-in-use':
      'Ein anderes Programm benutzt die Kamera: Schließen Sie es und versuchen Sie es noch einmal.',
    'camera-lost': 'Die Kamera wurde getrennt.',
    'camera-failed':
      'Die Kamera ließ sich nicht öffnen: Prüfen Sie, ob sie in anderen Programmen geht, und versuchen Sie es noch einmal.',
    'loudspeaker-failed': 'Dieser Lautsprecher kann nicht benutzt werden.',
    'picture-refused': 'Dieses Bild kann nicht gesendet werden.',
    'recording-failed':
      'Dieser Browser kann das Gespräch nicht aufzeichnen; es geht weiter. Benutzen Sie dafür einen anderen Browser.',
    'insecure-context':
      'Browser erlauben Sprache nur auf sicheren Seiten: Öffnen Sie diese Seite über https oder auf localhost.',
    'audio-failed': 'Der Browser konnte den Ton nicht starten. Laden Sie die Seite neu.',
    'invalid-config': 'Diese Seite ist nicht richtig eingerichtet.',
    'secret-key-in-browser':
      'Diese Seite ist nicht richtig eingerichtet: Ein geheimer Schlüssel ist in den Browser gelangt.',
    'token-failed':
      'Diese Seite bekommt keinen Zugang zum Sprachdienst. Versuchen Sie es später noch einmal.',
    'token-refused': 'Der Sprachdienst hat den Zugang abgelehnt.',
    'service-unreachable':
      'Der Sprachdienst ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    'media-blocked':
      'Dieses Netz lässt keine Sprachverbindung durch. Versuchen Sie es in einem anderen Netz.',
    'service-refused': 'Der Sprachdienst hat das Gespräch abgelehnt.',
    'session-rejected': 'Der Sprachdienst nimmt diese Einstellungen nicht an.',
    'session-expired':
      'Das Gespräch hat die Zeitgrenze des Dienstes erreicht. Beginnen Sie neu, um fortzufahren.',
    'connection-lost': 'Die Verbindung ist abgebrochen. Beginnen Sie neu, um fortzufahren.',
    'invalid-message': 'Der Dienst hat etwas Unverständliches geschickt. Versuchen Sie es noch einmal.',
    'service-error': 'Der Sprachdienst meldet ein Problem.',
  },
};

export default de;
