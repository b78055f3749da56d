<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>gw::app</name>
    <message>
        <source>key file</source>
        <translation>Schlüsseldatei</translation>
    </message>
    <message>
        <source>system credential</source>
        <translation>Systemzugangsdaten</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>Umgebungsvariable</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessClient</name>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>This provider&apos;s own API is not supported yet.</source>
        <translation>Die eigene Schnittstelle dieses Anbieters wird noch nicht unterstützt.</translation>
    </message>
    <message>
        <source>Choose a provider and at least one model.</source>
        <translation>Bitte einen Anbieter und mindestens ein Modell wählen.</translation>
    </message>
    <message>
        <source>The key could not be kept: %1</source>
        <translation>Der Schlüssel konnte nicht aufbewahrt werden: %1</translation>
    </message>
</context>
<context>
    <name>gw::client::ProviderTest</name>
    <message>
        <source>The name of the server was not found. Check the address.</source>
        <translation>Der Name des Servers wurde nicht gefunden. Stimmt die Adresse?</translation>
    </message>
    <message>
        <source>No connection to the server. Is it running, and is the port right?</source>
        <translation>Keine Verbindung zum Server. Läuft er, und stimmt der Port?</translation>
    </message>
    <message>
        <source>The server&apos;s certificate was not accepted. A company proxy may need its own CA.</source>
        <translation>Das Zertifikat des Servers wurde nicht anerkannt. Ein Firmenproxy braucht vielleicht eine eigene Zertifizierungsstelle.</translation>
    </message>
    <message>
        <source>An address is needed.</source>
        <translation>Eine Adresse ist nötig.</translation>
    </message>
    <message>
        <source>The key was refused.</source>
        <translation>Der Schlüssel wurde abgelehnt.</translation>
    </message>
    <message>
        <source>no models</source>
        <translation>keine Modelle</translation>
    </message>
    <message>
        <source>The server does not list any models.</source>
        <translation>Der Server führt keine Modelle auf.</translation>
    </message>
    <message>
        <source>The models are listed, but a streamed answer failed.</source>
        <translation>Die Modelle sind aufgeführt, aber eine gestreamte Antwort schlug fehl.</translation>
    </message>
</context>
<context>
    <name>gw::ui::AccountCard</name>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>none needed</source>
        <translation>keiner nötig</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Angebot</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n Modell</numerusform>
            <numerusform>%n Modelle</numerusform>
        </translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Asking %1</source>
        <translation>%1 wird gefragt</translation>
    </message>
    <message>
        <source>It answers: %1</source>
        <translation>Die Antwort: %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::AddProvider</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Key</source>
        <comment>a credential</comment>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Datenstrom</translation>
    </message>
    <message>
        <source>trying…</source>
        <translation>läuft …</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>nicht nötig</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Choose a provider</source>
        <translation>Wählen Sie einen Anbieter</translation>
    </message>
    <message>
        <source>Type its name, or pick it from the list. Programs on this computer need no key.</source>
        <translation>Geben Sie den Namen ein, oder wählen Sie aus der Liste. Programme auf diesem Rechner brauchen keinen Schlüssel.</translation>
    </message>
    <message numerus="yes">
        <source>Search %n provider(s)</source>
        <translation>
            <numerusform>%n Anbieter durchsuchen</numerusform>
            <numerusform>%n Anbieter durchsuchen</numerusform>
        </translation>
    </message>
    <message>
        <source>Search for a provider</source>
        <translation>Nach einem Anbieter suchen</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Get a key</source>
        <translation>Schlüssel anlegen</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Dokumentation</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>not verified yet</source>
        <translation>noch nicht erprobt</translation>
    </message>
    <message>
        <source>Built from its documentation; not yet tried with an account.</source>
        <translation>Nach der Dokumentation gebaut, noch nicht mit einem Konto erprobt.</translation>
    </message>
    <message>
        <source>Kept encrypted, never in the configuration file.</source>
        <translation>Wird verschlüsselt aufbewahrt, nie in der Konfigurationsdatei.</translation>
    </message>
    <message>
        <source>Kept encrypted, opened by %1; never in the configuration file.</source>
        <translation>Wird verschlüsselt aufbewahrt, geöffnet durch %1; nie in der Konfigurationsdatei.</translation>
    </message>
    <message>
        <source>Where the service is, as it is told in its documentation.</source>
        <translation>Wo der Dienst zu finden ist, steht in seiner Dokumentation.</translation>
    </message>
    <message>
        <source>This provider needs an address.</source>
        <translation>Dieser Anbieter braucht eine Adresse.</translation>
    </message>
    <message>
        <source>This is not an address: it must begin with https:// or http:// and name a computer.</source>
        <translation>Das ist keine Adresse: Sie muss mit https:// oder http:// beginnen und einen Rechner nennen.</translation>
    </message>
    <message>
        <source>This provider needs a key.</source>
        <translation>Dieser Anbieter braucht einen Schlüssel.</translation>
    </message>
    <message>
        <source>Nothing is saved by the test.</source>
        <translation>Der Test speichert nichts.</translation>
    </message>
    <message>
        <source>It works, but no model is listed. Add one by its name.</source>
        <translation>Es funktioniert, aber kein Modell ist aufgeführt. Fügen Sie eines mit seinem Namen hinzu.</translation>
    </message>
    <message numerus="yes">
        <source>It works and lists %n model(s).</source>
        <translation>
            <numerusform>Es funktioniert; %n Modell ist aufgeführt.</numerusform>
            <numerusform>Es funktioniert; %n Modelle sind aufgeführt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Tries the address, the key and a short answer. Nothing is saved by it.</source>
        <translation>Erprobt die Adresse, den Schlüssel und eine kurze Antwort. Gespeichert wird dabei nichts.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>Trotzdem speichern</translation>
    </message>
    <message>
        <source>The test has failed. Save all the same?</source>
        <translation>Der Test ist gescheitert. Trotzdem speichern?</translation>
    </message>
    <message>
        <source>This was not tested. Save all the same?</source>
        <translation>Das wurde nicht geprüft. Trotzdem speichern?</translation>
    </message>
    <message>
        <source>Connection test</source>
        <translation>Verbindungstest</translation>
    </message>
    <message>
        <source>DNS</source>
        <translation>DNS</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
</context>
<context>
    <name>gw::ui::CatalogModel</name>
    <message>
        <source>not supported yet</source>
        <translation>noch nicht unterstützt</translation>
    </message>
    <message>
        <source>on this computer, port %1</source>
        <translation>auf diesem Rechner, Port %1</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>not verified yet</source>
        <translation>noch nicht erprobt</translation>
    </message>
    <message>
        <source>%1, not verified yet</source>
        <translation>%1, noch nicht erprobt</translation>
    </message>
    <message>
        <source>at an address of yours</source>
        <translation>an einer eigenen Adresse</translation>
    </message>
</context>
<context>
    <name>gw::ui::CopyField</name>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::EngineCard</name>
    <message>
        <source>Gateway on or off</source>
        <translation>Gateway ein- oder ausschalten</translation>
    </message>
    <message>
        <source>Address for programs</source>
        <translation>Adresse für Programme</translation>
    </message>
    <message>
        <source>Key for programs</source>
        <translation>Schlüssel für Programme</translation>
    </message>
    <message numerus="yes">
        <source>Copies the master key; it leaves the clipboard after %n second(s)</source>
        <translation>
            <numerusform>Kopiert den Hauptschlüssel; nach %n Sekunde verschwindet er aus der Zwischenablage</numerusform>
            <numerusform>Kopiert den Hauptschlüssel; nach %n Sekunden verschwindet er aus der Zwischenablage</numerusform>
        </translation>
    </message>
    <message>
        <source>Gateway is on</source>
        <translation>Das Gateway ist eingeschaltet</translation>
    </message>
    <message>
        <source>The key is in the clipboard and leaves it by itself</source>
        <translation>Der Schlüssel liegt in der Zwischenablage und verschwindet von selbst</translation>
    </message>
    <message>
        <source>Programs send their requests to this address</source>
        <translation>Programme senden ihre Anfragen an diese Adresse</translation>
    </message>
    <message>
        <source>Gateway is starting</source>
        <translation>Das Gateway startet</translation>
    </message>
    <message>
        <source>Opening port %1</source>
        <translation>Port %1 wird geöffnet</translation>
    </message>
    <message>
        <source>Gateway is off</source>
        <translation>Das Gateway ist ausgeschaltet</translation>
    </message>
    <message>
        <source>The port could not be opened</source>
        <translation>Der Port konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>It could not start</source>
        <translation>Es konnte nicht starten</translation>
    </message>
    <message>
        <source>No program can reach it</source>
        <translation>Kein Programm kann es erreichen</translation>
    </message>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n unterwegs</numerusform>
            <numerusform>%n unterwegs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::FirstSteps</name>
    <message>
        <source>Three steps to the first request</source>
        <translation>Drei Schritte zur ersten Anfrage</translation>
    </message>
    <message>
        <source>Each step ticks itself as soon as it works.</source>
        <translation>Jeder Schritt hakt sich selbst ab, sobald er gelungen ist.</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>Anbieter hinzufügen …</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Connect a program</source>
        <translation>Programm verbinden</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>In use: %1</source>
        <translation>In Verwendung: %1</translation>
    </message>
    <message>
        <source>A service that answers: with a key, or a program on this computer that needs none.</source>
        <translation>Ein Dienst, der antwortet: mit einem Schlüssel, oder ein Programm auf diesem Rechner, das keinen braucht.</translation>
    </message>
    <message>
        <source>Give it this address and key wherever it asks for those of OpenAI.</source>
        <translation>Geben Sie dort, wo es nach denen von OpenAI fragt, diese Adresse und diesen Schlüssel an.</translation>
    </message>
    <message>
        <source>A request of one word, to see it arrive, be answered and be billed.</source>
        <translation>Eine Anfrage aus einem Wort, um zu sehen, wie sie ankommt, beantwortet und berechnet wird.</translation>
    </message>
    <message>
        <source>Waiting for the answer</source>
        <translation>Die Antwort wird erwartet</translation>
    </message>
    <message>
        <source>It works: the answer is empty.</source>
        <translation>Es funktioniert: Die Antwort ist leer.</translation>
    </message>
    <message>
        <source>It works: “%1”</source>
        <translation>Es funktioniert: „%1“</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>No provider offers a model that can be asked.</source>
        <translation>Kein Anbieter hat ein Modell, das gefragt werden kann.</translation>
    </message>
</context>
<context>
    <name>gw::ui::FlightModel</name>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 Tok/s</translation>
    </message>
    <message>
        <source>streaming</source>
        <translation>überträgt</translation>
    </message>
    <message>
        <source>unknown program</source>
        <translation>unbekanntes Programm</translation>
    </message>
</context>
<context>
    <name>gw::ui::Format</name>
    <message>
        <source>%1k</source>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>%1M</source>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>gw::ui::HomePage</name>
    <message>
        <source>Home</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Port %1 is used by another program</source>
        <translation>Port %1 wird von einem anderen Programm benutzt</translation>
    </message>
    <message>
        <source>Port %1 is used by %2</source>
        <translation>Port %1 wird von %2 benutzt</translation>
    </message>
    <message>
        <source>Use port %1</source>
        <translation>Port %1 verwenden</translation>
    </message>
    <message>
        <source>Requests do not arrive here. Programs that are set to port %1 reach the other program.</source>
        <translation>Anfragen kommen hier nicht an. Programme, die auf Port %1 eingestellt sind, erreichen das andere Programm.</translation>
    </message>
    <message>
        <source>The gateway could not start</source>
        <translation>Das Gateway konnte nicht starten</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>The last change of the configuration is not in force</source>
        <translation>Die letzte Änderung der Konfiguration ist nicht in Kraft</translation>
    </message>
    <message>
        <source>%1 Until this is put right the configuration before it stays in use.</source>
        <translation>%1 Bis das behoben ist, gilt die vorherige Konfiguration weiter.</translation>
    </message>
</context>
<context>
    <name>gw::ui::MainWindow</name>
    <message>
        <source>Listening on localhost:%1</source>
        <translation>Lauscht auf localhost:%1</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Not listening: port %1 is in use</source>
        <translation>Lauscht nicht: Port %1 ist belegt</translation>
    </message>
    <message>
        <source>Not listening</source>
        <translation>Lauscht nicht</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Ausgeschaltet</translation>
    </message>
    <message>
        <source>nothing in flight</source>
        <translation>nichts unterwegs</translation>
    </message>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n unterwegs</numerusform>
            <numerusform>%n unterwegs</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 today</source>
        <translation>%1 heute</translation>
    </message>
    <message>
        <source>ledger: %1 opened, %2 closed</source>
        <translation>Kassenbuch: %1 eröffnet, %2 abgeschlossen</translation>
    </message>
    <message>
        <source>, %1 broken</source>
        <translation>, %1 abgerissen</translation>
    </message>
    <message>
        <source>keys: %1</source>
        <translation>Schlüssel: %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::ModelPicker</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>Filter, or type the name of a model</source>
        <translation>Filtern oder den Namen eines Modells eingeben</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Models to offer</source>
        <translation>Angebotene Modelle</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n chosen</source>
        <translation>
            <numerusform>%1 von %n gewählt</numerusform>
            <numerusform>%1 von %n gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>The test lists the models. A model can also be added by its name.</source>
        <translation>Der Test führt die Modelle auf. Ein Modell lässt sich auch mit seinem Namen hinzufügen.</translation>
    </message>
    <message>
        <source>No model matches. Press Enter to add this name.</source>
        <translation>Kein Modell passt. Die Eingabetaste fügt diesen Namen hinzu.</translation>
    </message>
</context>
<context>
    <name>gw::ui::NowCard</name>
    <message>
        <source>Now</source>
        <translation>Gerade jetzt</translation>
    </message>
    <message>
        <source>Requests in flight</source>
        <translation>Anfragen unterwegs</translation>
    </message>
    <message>
        <source>No request is running.</source>
        <translation>Keine Anfrage ist unterwegs.</translation>
    </message>
    <message>
        <source>The gateway is not listening. Requests appear here as soon as it does.</source>
        <translation>Das Gateway lauscht nicht. Sobald es das tut, erscheinen Anfragen hier.</translation>
    </message>
</context>
<context>
    <name>gw::ui::Overview</name>
    <message>
        <source>Last 60 seconds</source>
        <translation>Letzte 60 Sekunden</translation>
    </message>
    <message>
        <source>requests per second</source>
        <translation>Anfragen pro Sekunde</translation>
    </message>
    <message>
        <source>no errors</source>
        <translation>keine Fehler</translation>
    </message>
    <message>
        <source>Spend today</source>
        <translation>Ausgaben heute</translation>
    </message>
    <message>
        <source>per hour</source>
        <translation>pro Stunde</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>wird geladen …</translation>
    </message>
    <message>
        <source>Requests today</source>
        <translation>Anfragen heute</translation>
    </message>
    <message>
        <source>none failed</source>
        <translation>keine gescheitert</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n gescheitert</numerusform>
            <numerusform>%n gescheitert</numerusform>
        </translation>
    </message>
    <message>
        <source>Tokens today</source>
        <translation>Tokens heute</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) without a price</source>
        <translation>
            <numerusform>%n Anfrage ohne Preis</numerusform>
            <numerusform>%n Anfragen ohne Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 per request</source>
        <translation>%1 pro Anfrage</translation>
    </message>
    <message>
        <source>Added delay, p95</source>
        <translation>Zusätzliche Verzögerung, p95</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>added by the gateway itself</source>
        <translation>durch das Gateway selbst</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>nothing spent yet</source>
        <translation>noch nichts ausgegeben</translation>
    </message>
    <message>
        <source>the gateway is not listening</source>
        <translation>das Gateway lauscht nicht</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 ein, %2 aus</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>What the bars show</source>
        <translation>Was die Balken zeigen</translation>
    </message>
    <message>
        <source>no tokens yet</source>
        <translation>noch keine Tokens</translation>
    </message>
</context>
<context>
    <name>gw::ui::PresetGallery</name>
    <message>
        <source>Start with</source>
        <translation>Beginnen mit</translation>
    </message>
    <message>
        <source>On this computer, without a key</source>
        <translation>Auf diesem Rechner, ohne Schlüssel</translation>
    </message>
    <message>
        <source>With a key</source>
        <translation>Mit einem Schlüssel</translation>
    </message>
    <message numerus="yes">
        <source>All %n provider(s)…</source>
        <translation>
            <numerusform>%n Anbieter …</numerusform>
            <numerusform>Alle %n Anbieter …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::ProvidersPage</name>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Filter by name or model</source>
        <translation>Nach Name oder Modell filtern</translation>
    </message>
    <message>
        <source>Add provider…</source>
        <translation>Anbieter hinzufügen …</translation>
    </message>
    <message>
        <source>No provider yet</source>
        <translation>Noch kein Anbieter</translation>
    </message>
    <message>
        <source>A provider answers the requests of your programs. It takes a key, or a program on this computer that needs none.</source>
        <translation>Ein Anbieter beantwortet die Anfragen Ihrer Programme. Dafür braucht es einen Schlüssel, oder ein Programm auf diesem Rechner, das keinen verlangt.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>No provider matches</source>
        <translation>Kein Anbieter passt</translation>
    </message>
    <message>
        <source>Neither a name nor a model contains this text.</source>
        <translation>Weder ein Name noch ein Modell enthält diesen Text.</translation>
    </message>
</context>
<context>
    <name>gw::ui::RateChart</name>
    <message>
        <source>Requests per second, last 60 seconds</source>
        <translation>Anfragen pro Sekunde in den letzten 60 Sekunden</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>%1 /s</source>
        <translation>%1 /s</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>gw::ui::RecentCard</name>
    <message>
        <source>Recent requests</source>
        <translation>Letzte Anfragen</translation>
    </message>
    <message>
        <source>Nothing has come in yet. Requests of your programs appear here with their cost.</source>
        <translation>Noch ist nichts angekommen. Anfragen Ihrer Programme erscheinen hier mit ihren Kosten.</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>wird geladen …</translation>
    </message>
</context>
<context>
    <name>gw::ui::RecentModel</name>
    <message>
        <source>unknown program</source>
        <translation>unbekanntes Programm</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>kein Preis</translation>
    </message>
    <message>
        <source>≈ %1</source>
        <translation>≈ %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Asked → served</source>
        <translation>Gefragt → bedient</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>The provider told no usage</source>
        <translation>Der Anbieter nannte keinen Verbrauch</translation>
    </message>
    <message>
        <source>%1 read, of which %2 from cache, %3 written</source>
        <translation>%1 gelesen, davon %2 aus dem Cache, %3 geschrieben</translation>
    </message>
    <message>
        <source>No price is known for this model</source>
        <translation>Für dieses Modell ist kein Preis bekannt</translation>
    </message>
    <message>
        <source>Estimated: the provider told no usage</source>
        <translation>Geschätzt: Der Anbieter nannte keinen Verbrauch</translation>
    </message>
</context>
<context>
    <name>gw::ui::SecretEdit</name>
    <message>
        <source>Show or hide (Ctrl+H)</source>
        <translation>Zeigen oder verbergen (Strg+H)</translation>
    </message>
</context>
<context>
    <name>gw::ui::Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendChart</name>
    <message>
        <source>Spend over time</source>
        <translation>Ausgaben im Verlauf der Zeit</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Tokens over time</source>
        <translation>Tokens im Zeitverlauf</translation>
    </message>
</context>
<context>
    <name>gw::ui::StepLine</name>
    <message>
        <source>Step %1, done: %2</source>
        <translation>Schritt %1, erledigt: %2</translation>
    </message>
    <message>
        <source>Step %1: %2</source>
        <translation>Schritt %1: %2</translation>
    </message>
</context>
</TS>
