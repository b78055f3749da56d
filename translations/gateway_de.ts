<?xml version='1.0' encoding='utf-8'?>
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
    <message>
        <source>passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>general_settings.master_key in config.yaml</source>
        <translation>general_settings.master_key in config.yaml</translation>
    </message>
    <message>
        <source>the environment variable LITELLM_MASTER_KEY</source>
        <translation>die Umgebungsvariable LITELLM_MASTER_KEY</translation>
    </message>
    <message>
        <source>the file that LITELLM_MASTER_KEY_FILE names</source>
        <translation>die Datei, die LITELLM_MASTER_KEY_FILE nennt</translation>
    </message>
    <message>
        <source>made by Portico and kept in its vault</source>
        <translation>von Portico erzeugt und im Tresor aufbewahrt</translation>
    </message>
</context>
<context>
    <name>gw::client::ConfigChanger</name>
    <message>
        <source>The configuration file was changed by another program in the meantime. Nothing was written; look again and repeat the change.</source>
        <translation>Die Konfigurationsdatei wurde inzwischen von einem anderen Programm geändert. Es wurde nichts geschrieben; sehen Sie noch einmal nach, und wiederholen Sie die Änderung.</translation>
    </message>
    <message>
        <source>%1 (line %2 of %3)</source>
        <translation>%1 (Zeile %2 von %3)</translation>
    </message>
    <message>
        <source>The key could not be kept: %1</source>
        <translation>Der Schlüssel konnte nicht aufbewahrt werden: %1</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
</context>
<context>
    <name>gw::client::ConfigImport</name>
    <message>
        <source>in the file</source>
        <translation>in der Datei</translation>
    </message>
    <message>
        <source>is not known</source>
        <translation>ist nicht bekannt</translation>
    </message>
    <message>
        <source>changes nothing here</source>
        <translation>ändert hier nichts</translation>
    </message>
    <message>
        <source>There is no such file, or it cannot be read.</source>
        <translation>Diese Datei gibt es nicht, oder sie kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This is the config in use already.</source>
        <translation>Das ist die Konfiguration, die schon in Gebrauch ist.</translation>
    </message>
</context>
<context>
    <name>gw::client::Database</name>
    <message>
        <source>The password cannot be kept: %1</source>
        <translation>Das Passwort lässt sich nicht aufbewahren: %1</translation>
    </message>
    <message>
        <source>No database is connected.</source>
        <translation>Es ist keine Datenbank verbunden.</translation>
    </message>
</context>
<context>
    <name>gw::client::DatabaseKeys</name>
    <message>
        <source>It is not there any more.</source>
        <translation>Das gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The database is only read here. Change keys on a gateway.</source>
        <translation>Die Datenbank wird hier nur gelesen. Schlüssel werden an einem Gateway geändert.</translation>
    </message>
</context>
<context>
    <name>gw::client::DatabaseSpend</name>
    <message>
        <source>without a key</source>
        <translation>ohne Schlüssel</translation>
    </message>
    <message>
        <source>unknown key %1…</source>
        <translation>unbekannter Schlüssel %1…</translation>
    </message>
    <message>
        <source>Single requests are told by their gateway.</source>
        <translation>Einzelne Anfragen zeigt ihr Gateway.</translation>
    </message>
</context>
<context>
    <name>gw::client::Doctor</name>
    <message>
        <source>Port %1 is used by another program</source>
        <translation>Port %1 wird von einem anderen Programm benutzt</translation>
    </message>
    <message>
        <source>Port %1 is used by %2</source>
        <translation>Port %1 wird von %2 benutzt</translation>
    </message>
    <message>
        <source>Requests do not arrive here. Stop that program, or let Portico listen elsewhere.</source>
        <translation>Anfragen kommen hier nicht an. Das Programm beenden oder Portico anderswo lauschen lassen.</translation>
    </message>
    <message>
        <source>Use port %1</source>
        <translation>Port %1 benutzen</translation>
    </message>
    <message>
        <source>The gateway could not start</source>
        <translation>Das Gateway konnte nicht starten</translation>
    </message>
    <message>
        <source>The gateway is switched off</source>
        <translation>Das Gateway ist ausgeschaltet</translation>
    </message>
    <message>
        <source>The gateway listens on port %1</source>
        <translation>Das Gateway lauscht auf Port %1</translation>
    </message>
    <message>
        <source>The vault is open</source>
        <translation>Der Tresor ist offen</translation>
    </message>
    <message>
        <source>The vault is open, by: %1</source>
        <translation>Der Tresor ist offen, durch: %1</translation>
    </message>
    <message>
        <source>The vault is closed</source>
        <translation>Der Tresor ist geschlossen</translation>
    </message>
    <message>
        <source>Choose a passphrase…</source>
        <translation>Passphrase wählen…</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>Entsperren…</translation>
    </message>
    <message>
        <source>No proxy stands between programs and this computer</source>
        <translation>Zwischen Programmen und diesem Rechner steht kein Proxy</translation>
    </message>
    <message>
        <source>The proxy of this session leaves out this computer</source>
        <translation>Der Proxy dieser Sitzung lässt diesen Rechner aus</translation>
    </message>
    <message>
        <source>A proxy may swallow requests to this computer</source>
        <translation>Ein Proxy verschluckt womöglich Anfragen an diesen Rechner</translation>
    </message>
    <message>
        <source>This session sets a proxy, and NO_PROXY does not name localhost and 127.0.0.1. Programs that obey it look for the gateway on the proxy. Portico itself never does.</source>
        <translation>Diese Sitzung setzt einen Proxy, und NO_PROXY nennt localhost und 127.0.0.1 nicht. Programme, die sich daran halten, suchen das Gateway auf dem Proxy. Portico selbst tut das nie.</translation>
    </message>
    <message>
        <source>Copy the line that helps</source>
        <translation>Die Zeile kopieren, die hilft</translation>
    </message>
    <message>
        <source>A certificate file of the config cannot be read</source>
        <translation>Eine Zertifikatsdatei der Konfiguration ist nicht lesbar</translation>
    </message>
    <message>
        <source>%1 is named by ssl_verify. Requests that need it fail.</source>
        <translation>%1 wird von ssl_verify genannt. Anfragen, die sie brauchen, schlagen fehl.</translation>
    </message>
    <message>
        <source>Open the configuration</source>
        <translation>Konfiguration öffnen</translation>
    </message>
    <message>
        <source>This computer knows no certificate authorities</source>
        <translation>Dieser Rechner kennt keine Zertifizierungsstellen</translation>
    </message>
    <message>
        <source>No provider can be reached over TLS. The package ca-certificates brings them.</source>
        <translation>Kein Anbieter ist über TLS erreichbar. Das Paket ca-certificates bringt sie mit.</translation>
    </message>
    <message>
        <source>Certificate authorities are there</source>
        <translation>Zertifizierungsstellen sind vorhanden</translation>
    </message>
    <message>
        <source>The configuration has a mistake; the last good one is in force</source>
        <translation>Die Konfiguration hat einen Fehler; die letzte gute gilt</translation>
    </message>
    <message>
        <source>No model is set up yet</source>
        <translation>Noch ist kein Modell eingerichtet</translation>
    </message>
    <message>
        <source>Add a provider, or use a model server on this computer.</source>
        <translation>Einen Anbieter hinzufügen oder einen Modellserver auf diesem Rechner benutzen.</translation>
    </message>
    <message>
        <source>Open providers</source>
        <translation>Anbieter öffnen</translation>
    </message>
    <message numerus="yes">
        <source>The configuration is in force, with %n deployments</source>
        <translation>
            <numerusform>Die Konfiguration gilt, mit %n Deployment</numerusform>
            <numerusform>Die Konfiguration gilt, mit %n Deployments</numerusform>
        </translation>
    </message>
    <message>
        <source>How much room is left for the ledger is unknown</source>
        <translation>Wie viel Platz für das Kassenbuch bleibt, ist unbekannt</translation>
    </message>
    <message>
        <source>Only %1 are left where the ledger is kept</source>
        <translation>Nur noch %1 frei, wo das Kassenbuch liegt</translation>
    </message>
    <message>
        <source>Without room requests are still answered, but what they cost can no longer be kept: %1.</source>
        <translation>Ohne Platz werden Anfragen noch beantwortet, aber ihre Kosten lassen sich nicht mehr festhalten: %1.</translation>
    </message>
    <message>
        <source>There is room for the ledger: %1</source>
        <translation>Für das Kassenbuch ist Platz: %1</translation>
    </message>
    <message>
        <source>%1 asked and was refused</source>
        <translation>%1 hat angefragt und wurde abgewiesen</translation>
    </message>
    <message>
        <source>Web pages, and apps with a page inside, may ask once you allow them: else every site you visit could use your keys. Allow it if you know what it is.</source>
        <translation>Webseiten und Apps, in denen eine Seite steckt, dürfen erst anfragen, wenn Sie es erlauben: Sonst könnte jede besuchte Seite Ihre Schlüssel benutzen. Erlauben Sie es, wenn Sie wissen, was es ist.</translation>
    </message>
    <message>
        <source>Allow it</source>
        <translation>Erlauben</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessAccounts</name>
    <message>
        <source>This account is not there any more: the configuration has changed.</source>
        <translation>Dieses Konto gibt es nicht mehr: Die Konfiguration hat sich geändert.</translation>
    </message>
    <message>
        <source>An account needs a model. To be rid of it, delete it.</source>
        <translation>Ein Konto braucht ein Modell. Um es loszuwerden, löschen Sie es.</translation>
    </message>
    <message>
        <source>The address must begin with https:// or http:// and name a computer.</source>
        <translation>Die Adresse muss mit https:// oder http:// beginnen und einen Rechner nennen.</translation>
    </message>
    <message>
        <source>Enter the new key.</source>
        <translation>Geben Sie den neuen Schlüssel ein.</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessClient</name>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>This provider's own API is not supported yet.</source>
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
    <message>
        <source>It comes from the command line, not from config.yaml.</source>
        <translation>Es kommt von der Befehlszeile, nicht aus config.yaml.</translation>
    </message>
    <message>
        <source>Its row in config.yaml makes several deployments; change it there.</source>
        <translation>Die Zeile in config.yaml ergibt mehrere Bereitstellungen; ändern Sie sie dort.</translation>
    </message>
    <message>
        <source>alias %1</source>
        <translation>Alias %1</translation>
    </message>
    <message>
        <source>fallback of %1</source>
        <translation>Ausweichmodell von %1</translation>
    </message>
    <message>
        <source>the default chain of fallbacks</source>
        <translation>die allgemeine Kette der Ausweichmodelle</translation>
    </message>
    <message>
        <source>There is no config.yaml that could hold this setting.</source>
        <translation>Es gibt keine config.yaml, in der diese Einstellung stehen könnte.</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessClients</name>
    <message>
        <source>No key could be made: %1</source>
        <translation>Es konnte kein Schlüssel angelegt werden: %1</translation>
    </message>
    <message>
        <source>Its files have changed meanwhile. Look at the change again.</source>
        <translation>Die Dateien haben sich inzwischen geändert. Die Änderung bitte erneut ansehen.</translation>
    </message>
    <message>
        <source>%1 cannot be started.</source>
        <translation>%1 kann nicht gestartet werden.</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessDiscovery</name>
    <message>
        <source>Model server</source>
        <translation>Modellserver</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessKeys</name>
    <message>
        <source>The gateway answered %1.</source>
        <translation>Das Gateway hat mit %1 geantwortet.</translation>
    </message>
    <message>
        <source>The database of keys cannot be opened.</source>
        <translation>Die Datenbank der Schlüssel lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>Es ist nicht mehr da.</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>Another key has its name by now.</source>
        <translation>Ein anderer Schlüssel heißt inzwischen so.</translation>
    </message>
    <message>
        <source>This budget cannot be raised here.</source>
        <translation>Dieses Budget lässt sich hier nicht erhöhen.</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessModels</name>
    <message>
        <source>This deployment is not there any more: the configuration has changed.</source>
        <translation>Diese Bereitstellung gibt es nicht mehr: Die Konfiguration hat sich geändert.</translation>
    </message>
    <message>
        <source>Choose an account that is still there.</source>
        <translation>Wählen Sie ein Konto, das es noch gibt.</translation>
    </message>
    <message>
        <source>A deployment needs a name and a model.</source>
        <translation>Eine Bereitstellung braucht einen Namen und ein Modell.</translation>
    </message>
    <message>
        <source>“%1” is not a price in dollars.</source>
        <translation>„%1“ ist kein Preis in Dollar.</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessPlayground</name>
    <message>
        <source>The stream cannot be read.</source>
        <translation>Der Stream ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The answer broke off before its end.</source>
        <translation>Die Antwort brach vor ihrem Ende ab.</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessRouting</name>
    <message>
        <source>The gateway is not running.</source>
        <translation>Das Gateway läuft nicht.</translation>
    </message>
    <message>
        <source>No model is asked at %1.</source>
        <translation>Unter %1 wird kein Modell gefragt.</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessSpend</name>
    <message>
        <source>master key</source>
        <translation>Hauptschlüssel</translation>
    </message>
    <message>
        <source>without a key</source>
        <translation>ohne Schlüssel</translation>
    </message>
    <message>
        <source>deleted key %1…</source>
        <translation>gelöschter Schlüssel %1…</translation>
    </message>
    <message>
        <source>This cannot be told apart.</source>
        <translation>Das lässt sich nicht trennen.</translation>
    </message>
    <message>
        <source>This deployment has no price.</source>
        <translation>Für dieses Deployment ist kein Preis bekannt.</translation>
    </message>
</context>
<context>
    <name>gw::client::LocalConfig</name>
    <message>
        <source>This is no copy that was put aside here.</source>
        <translation>Das ist keine Kopie, die hier beiseitegelegt wurde.</translation>
    </message>
</context>
<context>
    <name>gw::client::PastedRequest</name>
    <message>
        <source>A quotation mark of the command is not closed.</source>
        <translation>Ein Anführungszeichen des Befehls ist nicht geschlossen.</translation>
    </message>
    <message>
        <source>The body is in a file (@…): paste its text instead.</source>
        <translation>Der Rumpf steht in einer Datei (@…): füge stattdessen ihren Text ein.</translation>
    </message>
    <message>
        <source>The command has no body (-d).</source>
        <translation>Der Befehl hat keinen Rumpf (-d).</translation>
    </message>
    <message>
        <source>This is neither a line for curl nor a JSON object.</source>
        <translation>Das ist weder eine Zeile für curl noch ein JSON-Objekt.</translation>
    </message>
    <message>
        <source>Paste a request first.</source>
        <translation>Füge zuerst eine Anfrage ein.</translation>
    </message>
</context>
<context>
    <name>gw::client::Places</name>
    <message>
        <source>The address must name a computer: https://gateway.example:4000</source>
        <translation>Die Adresse muss einen Rechner nennen: https://gateway.example:4000</translation>
    </message>
    <message>
        <source>The key cannot be kept: %1</source>
        <translation>Der Schlüssel kann nicht aufbewahrt werden: %1</translation>
    </message>
</context>
<context>
    <name>gw::client::Playground</name>
    <message>
        <source>this is no whole number.</source>
        <translation>das ist keine ganze Zahl.</translation>
    </message>
    <message>
        <source>this is no number.</source>
        <translation>das ist keine Zahl.</translation>
    </message>
    <message>
        <source>this is no JSON: %1</source>
        <translation>das ist kein JSON: %1</translation>
    </message>
    <message>
        <source>they are a list: [ … ]</source>
        <translation>erwartet wird eine Liste: [ … ]</translation>
    </message>
    <message>
        <source>each is {"type": "function", "function": {"name": …}}</source>
        <translation>jedes ist {"type": "function", "function": {"name": …}}</translation>
    </message>
    <message>
        <source>parameters are a JSON schema: { … }</source>
        <translation>parameters ist ein JSON-Schema: { … }</translation>
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
        <source>The server's certificate was not accepted. A company proxy may need its own CA.</source>
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
    <name>gw::client::Replay</name>
    <message>
        <source>Nothing is kept of this request.</source>
        <translation>Von dieser Anfrage ist nichts aufbewahrt.</translation>
    </message>
    <message>
        <source>The request was longer than what is kept, so it cannot be sent again.</source>
        <translation>Die Anfrage war länger als das, was aufbewahrt wird, sie kann nicht noch einmal gesendet werden.</translation>
    </message>
    <message>
        <source>Requests of this kind cannot be sent to another model.</source>
        <translation>Anfragen dieser Art können nicht an ein anderes Modell gesendet werden.</translation>
    </message>
    <message>
        <source>What is kept of the request is no JSON.</source>
        <translation>Was von der Anfrage aufbewahrt ist, ist kein JSON.</translation>
    </message>
</context>
<context>
    <name>gw::clientsetup</name>
    <message>
        <source>talks to Anthropic directly</source>
        <translation>spricht direkt mit Anthropic</translation>
    </message>
    <message>
        <source>Sessions that run already go on as they are; /status in a new one shows the address.</source>
        <translation>Laufende Sitzungen bleiben, wie sie sind; /status in einer neuen zeigt die Adresse.</translation>
    </message>
    <message>
        <source>talks to OpenAI directly</source>
        <translation>spricht direkt mit OpenAI</translation>
    </message>
    <message>
        <source>Codex reads its settings once, when it starts. Its sign-in stays as it is.</source>
        <translation>Codex liest seine Einstellungen einmal beim Start. Seine Anmeldung bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>talks to Google directly</source>
        <translation>spricht direkt mit Google</translation>
    </message>
    <message>
        <source>A .env file of a project, if there is one, is read instead of the one in the home folder.</source>
        <translation>Die .env-Datei eines Projekts wird, falls vorhanden, statt der im Home-Ordner gelesen.</translation>
    </message>
    <message>
        <source>talks to xAI directly</source>
        <translation>spricht direkt mit xAI</translation>
    </message>
    <message>
        <source>Settings of a project win over these.</source>
        <translation>Einstellungen eines Projekts gehen diesen vor.</translation>
    </message>
    <message>
        <source>Continue reads its file anew when it is saved; choose the model Portico there.</source>
        <translation>Continue liest seine Datei nach dem Speichern neu; dort das Modell Portico wählen.</translation>
    </message>
    <message>
        <source>A .aider.conf.yml of a repository or of the current folder wins over this one.</source>
        <translation>Eine .aider.conf.yml eines Repositorys oder des aktuellen Ordners geht dieser vor.</translation>
    </message>
    <message>
        <source>Goose keeps its key in the keychain: give it this client's key once, with 'goose configure'.</source>
        <translation>Goose hält seinen Schlüssel im Schlüsselbund: ihm den Schlüssel dieses Clients einmal mit „goose configure“ geben.</translation>
    </message>
    <message>
        <source>Zed keeps keys in the keychain: paste this client's key once under Agent settings, LLM providers, Portico.</source>
        <translation>Zed hält Schlüssel im Schlüsselbund: den Schlüssel dieses Clients einmal unter Agent Settings, LLM Providers, Portico einfügen.</translation>
    </message>
    <message>
        <source>VS Code 1.122 or newer; an organisation's policy may forbid own models.</source>
        <translation>VS Code ab 1.122; die Richtlinie einer Organisation kann eigene Modelle verbieten.</translation>
    </message>
    <message>
        <source>The model is called portico there: llm -m portico.</source>
        <translation>Das Modell heißt dort portico: llm -m portico.</translation>
    </message>
    <message>
        <source>Every program that is started after the next sign-in uses the gateway.</source>
        <translation>Jedes Programm, das nach der nächsten Anmeldung startet, nutzt das Gateway.</translation>
    </message>
    <message>
        <source>Open Cline's settings and choose the provider OpenAI Compatible.</source>
        <translation>In den Einstellungen von Cline den Anbieter OpenAI Compatible wählen.</translation>
    </message>
    <message>
        <source>Give it the base URL, the key and the model below.</source>
        <translation>Ihm die Basis-URL, den Schlüssel und das Modell von unten geben.</translation>
    </message>
    <message>
        <source>Save the text below as a file.</source>
        <translation>Den Text unten als Datei speichern.</translation>
    </message>
    <message>
        <source>In Roo Code's settings, choose About, Import and take that file.</source>
        <translation>In den Einstellungen von Roo Code unter About auf Import gehen und diese Datei nehmen.</translation>
    </message>
    <message>
        <source>needs one setting in the IDE</source>
        <translation>braucht eine Einstellung in der IDE</translation>
    </message>
    <message>
        <source>Open Settings, Tools, AI Assistant, Providers &amp; API keys.</source>
        <translation>Settings, Tools, AI Assistant, Providers &amp; API keys öffnen.</translation>
    </message>
    <message>
        <source>Choose OpenAI-compatible and give it the URL and the key below.</source>
        <translation>OpenAI-compatible wählen und die URL und den Schlüssel von unten eintragen.</translation>
    </message>
    <message>
        <source>Open Admin settings, Connections and add an OpenAI connection with the URL and the key below; or start it with these variables before its first start.</source>
        <translation>Unter Admin settings, Connections eine OpenAI-Verbindung mit der URL und dem Schlüssel von unten hinzufügen; oder vor dem ersten Start diese Variablen setzen.</translation>
    </message>
    <message>
        <source>In a container the gateway is at host.docker.internal instead of 127.0.0.1.</source>
        <translation>In einem Container ist das Gateway unter host.docker.internal statt 127.0.0.1 zu erreichen.</translation>
    </message>
    <message>
        <source>its servers make the requests, not this computer</source>
        <translation>seine Server stellen die Anfragen, nicht dieser Rechner</translation>
    </message>
    <message>
        <source>Cursor sends every request to its own servers, and those ask the model. They cannot reach a gateway on this computer, whatever address is entered in its settings. Only a gateway that the internet can reach would work, and that would lay yours open to everybody; so nothing is changed here.</source>
        <translation>Cursor schickt jede Anfrage an seine eigenen Server, und diese fragen das Modell. Ein Gateway auf diesem Rechner können sie nicht erreichen, welche Adresse auch immer in den Einstellungen steht. Nur ein Gateway, das aus dem Internet erreichbar ist, würde gehen, und das öffnete deines für alle; darum wird hier nichts geändert.</translation>
    </message>
    <message>
        <source>there is no gateway setting on Linux</source>
        <translation>unter Linux gibt es keine Einstellung für ein Gateway</translation>
    </message>
    <message>
        <source>Claude Desktop takes the address of a gateway from a profile that its versions for macOS and Windows read. On Linux there is none that could be changed.</source>
        <translation>Claude Desktop liest die Adresse eines Gateways aus einem Profil, das seine Versionen für macOS und Windows kennen. Unter Linux gibt es keines, das geändert werden könnte.</translation>
    </message>
</context>
<context>
    <name>gw::config</name>
    <message>
        <source>must be a number up to %1</source>
        <translation>muss eine Zahl bis %1 sein</translation>
    </message>
    <message>
        <source>must be none, optional or required</source>
        <translation>muss none, optional oder required sein</translation>
    </message>
    <message>
        <source>must be redis, local or disk</source>
        <translation>muss redis, local oder disk sein</translation>
    </message>
    <message>
        <source>a cache of type %1 is not supported; memory is used instead</source>
        <translation>ein Cache vom Typ %1 wird nicht unterstützt; stattdessen dient der Arbeitsspeicher</translation>
    </message>
    <message>
        <source>must be none, key or team</source>
        <translation>muss none, key oder team sein</translation>
    </message>
    <message>
        <source>neither cache_params nor REDIS_HOST name a Redis: answers are kept in memory</source>
        <translation>weder cache_params noch REDIS_HOST nennen ein Redis: Antworten bleiben im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>must be default_on or default_off</source>
        <translation>muss default_on oder default_off sein</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>muss eine Liste sein</translation>
    </message>
    <message>
        <source>needs credential_name and credential_values; ignored</source>
        <translation>braucht credential_name und credential_values; übergangen</translation>
    </message>
    <message>
        <source>must be a price: a decimal number that is not negative</source>
        <translation>muss ein Preis sein: eine Dezimalzahl, die nicht negativ ist</translation>
    </message>
    <message>
        <source>no row of credential_list has the name '%1'</source>
        <translation>keine Zeile von credential_list heißt „%1“</translation>
    </message>
    <message>
        <source>must be an amount in USD</source>
        <translation>muss ein Betrag in USD sein</translation>
    </message>
    <message>
        <source>'%1' is no duration; try 1d or 30m</source>
        <translation>„%1“ ist keine Dauer; etwa 1d oder 30m</translation>
    </message>
    <message>
        <source>unknown key; sent to the provider as it is. Did you mean '%1'?</source>
        <translation>unbekannter Schlüssel; geht so an den Anbieter. Meinten Sie „%1“?</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>must be a map of keys and values</source>
        <translation>muss eine Abbildung von Schlüsseln auf Werte sein</translation>
    </message>
    <message>
        <source>the id '%1' is that of line %2 too</source>
        <translation>die Kennung „%1“ hat auch Zeile %2</translation>
    </message>
    <message>
        <source>no model is called '%1'; skipped when it would be used</source>
        <translation>kein Modell heißt „%1“; wird übersprungen, wenn es an der Reihe wäre</translation>
    </message>
    <message>
        <source>'%1' is no strategy; known are %2</source>
        <translation>„%1“ ist keine Strategie; bekannt sind %2</translation>
    </message>
    <message>
        <source>needs 'model'</source>
        <translation>braucht „model“</translation>
    </message>
    <message>
        <source>must be a list of model names</source>
        <translation>muss eine Liste von Modellnamen sein</translation>
    </message>
    <message>
        <source>no model is called '%1'; left out</source>
        <translation>kein Modell heißt „%1“; weggelassen</translation>
    </message>
    <message>
        <source>none of its models exists; ignored</source>
        <translation>keines seiner Modelle gibt es; übergangen</translation>
    </message>
    <message>
        <source>a list of models is tried in this order: %1</source>
        <translation>eine Liste von Modellen wird in dieser Reihenfolge versucht: %1</translation>
    </message>
    <message>
        <source>must be a model name, a list of them, or a map with 'model'</source>
        <translation>muss ein Modellname, eine Liste davon oder eine Abbildung mit „model“ sein</translation>
    </message>
    <message>
        <source>must be a map of aliases</source>
        <translation>muss eine Abbildung von Aliasnamen sein</translation>
    </message>
    <message>
        <source>unknown class of error; ignored</source>
        <translation>unbekannte Art von Fehler; übergangen</translation>
    </message>
    <message>
        <source>must be a map of groups</source>
        <translation>muss eine Abbildung von Gruppen sein</translation>
    </message>
    <message>
        <source>must be a model name or a list of them</source>
        <translation>muss ein Modellname oder eine Liste davon sein</translation>
    </message>
    <message>
        <source>'%1' has fallbacks already; the first ones count</source>
        <translation>„%1“ hat bereits Ausweichmodelle; die ersten gelten</translation>
    </message>
    <message>
        <source>must be a map from a model to its fallbacks, or a model name</source>
        <translation>muss eine Abbildung von einem Modell auf seine Ausweichmodelle oder ein Modellname sein</translation>
    </message>
    <message>
        <source>plain model names: interpreted as default chain</source>
        <translation>einfache Modellnamen: gelten als Ausweichfolge für alle</translation>
    </message>
    <message>
        <source>config: key %1 accepted but not supported; effect: these are not called: %2</source>
        <translation>Schlüssel %1 wird angenommen, aber nicht unterstützt; nicht aufgerufen werden: %2</translation>
    </message>
    <message>
        <source>must be a map with path and target</source>
        <translation>muss eine Abbildung mit path und target sein</translation>
    </message>
    <message>
        <source>must be a path that begins with a slash</source>
        <translation>muss ein Pfad sein, der mit einem Schrägstrich beginnt</translation>
    </message>
    <message>
        <source>must be an http(s) URL</source>
        <translation>muss eine http(s)-URL sein</translation>
    </message>
    <message>
        <source>must be a list of groups</source>
        <translation>muss eine Liste von Gruppen sein</translation>
    </message>
    <message>
        <source>'%1' is no strategy</source>
        <translation>„%1“ ist keine Strategie</translation>
    </message>
    <message>
        <source>no check is called '%1'; ignored</source>
        <translation>keine Prüfung heißt „%1“; übergangen</translation>
    </message>
    <message>
        <source>must be a map of budgets</source>
        <translation>muss Budgets nach Namen enthalten</translation>
    </message>
    <message>
        <source>needs 'budget_limit', an amount in USD</source>
        <translation>braucht „budget_limit“, einen Betrag in USD</translation>
    </message>
    <message>
        <source>environment variable %1 is not set; the value is taken as absent</source>
        <translation>Umgebungsvariable %1 ist nicht gesetzt; der Wert gilt als nicht vorhanden</translation>
    </message>
    <message>
        <source>must be a text</source>
        <translation>muss ein Text sein</translation>
    </message>
    <message>
        <source>must be a map of names and values</source>
        <translation>muss eine Abbildung von Namen auf Werte sein</translation>
    </message>
    <message>
        <source>belongs under %1, where it is set too; ignored here</source>
        <translation>gehört unter %1, wo es auch gesetzt ist; hier übergangen</translation>
    </message>
    <message>
        <source>belongs under %1; used as if written there</source>
        <translation>gehört unter %1; gilt, als stünde es dort</translation>
    </message>
    <message>
        <source>unknown key; ignored</source>
        <translation>unbekannter Schlüssel; übergangen</translation>
    </message>
    <message>
        <source>unknown key; ignored. Did you mean '%1'?</source>
        <translation>unbekannter Schlüssel; übergangen. Meinten Sie „%1“?</translation>
    </message>
    <message>
        <source>config: key %1 accepted but not supported; effect: %2</source>
        <translation>Schlüssel %1 wird angenommen, aber nicht unterstützt; Folge: %2</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>muss true oder false sein</translation>
    </message>
    <message>
        <source>must be a smaller number</source>
        <translation>muss eine kleinere Zahl sein</translation>
    </message>
    <message>
        <source>must be a whole number</source>
        <translation>muss eine ganze Zahl sein</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>muss eine Zahl sein</translation>
    </message>
    <message>
        <source>must be a list of texts</source>
        <translation>muss eine Liste von Texten sein</translation>
    </message>
    <message>
        <source>must be a map of texts</source>
        <translation>muss eine Abbildung auf Texte sein</translation>
    </message>
    <message>
        <source>must be a file name or a list of them</source>
        <translation>muss ein Dateiname oder eine Liste davon sein</translation>
    </message>
    <message>
        <source>must be a file name</source>
        <translation>muss ein Dateiname sein</translation>
    </message>
    <message>
        <source>includes itself: %1</source>
        <translation>bindet sich selbst ein: %1</translation>
    </message>
    <message>
        <source>cannot read %1</source>
        <translation>%1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>the file must hold a map of keys and values</source>
        <translation>die Datei muss eine Abbildung von Schlüsseln auf Werte enthalten</translation>
    </message>
    <message>
        <source>a key that is no plain text is ignored</source>
        <translation>ein Schlüssel, der kein einfacher Text ist, wird übergangen</translation>
    </message>
    <message>
        <source>key '%1' on line %2 replaces the one on line %3</source>
        <translation>Schlüssel „%1“ in Zeile %2 ersetzt den in Zeile %3</translation>
    </message>
    <message>
        <source>'&lt;&lt;' takes a map or a list of maps; ignored</source>
        <translation>„&lt;&lt;“ erwartet eine Abbildung oder eine Liste davon; übergangen</translation>
    </message>
    <message>
        <source>must be a number from 0 on</source>
        <translation>muss eine Zahl ab 0 sein</translation>
    </message>
    <message>
        <source>must be total, input or output</source>
        <translation>muss total, input oder output sein</translation>
    </message>
</context>
<context>
    <name>gw::remote::Desk</name>
    <message>
        <source>This works only on the gateway's own computer.</source>
        <translation>Das geht nur auf dem Rechner des Gateways selbst.</translation>
    </message>
    <message>
        <source>The gateway answers in a way that this window does not understand (%1). Their versions may be too far apart.</source>
        <translation>Das Gateway antwortet so, dass dieses Fenster es nicht versteht (%1). Vielleicht liegen ihre Versionen zu weit auseinander.</translation>
    </message>
    <message>
        <source>There is no connection to the gateway yet.</source>
        <translation>Noch gibt es keine Verbindung zum Gateway.</translation>
    </message>
    <message numerus="yes">
        <source>The gateway did not answer this within %n second(s).</source>
        <translation>
            <numerusform>Darauf hat das Gateway nicht innerhalb von %n Sekunde geantwortet.</numerusform>
            <numerusform>Darauf hat das Gateway nicht innerhalb von %n Sekunden geantwortet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::remote::Link</name>
    <message numerus="yes">
        <source>Nothing has come from the gateway for %n second(s).</source>
        <translation>
            <numerusform>Seit %n Sekunde kam nichts vom Gateway.</numerusform>
            <numerusform>Seit %n Sekunden kam nichts vom Gateway.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 holds no certificate in PEM form.</source>
        <translation>%1 enthält kein Zertifikat in PEM-Form.</translation>
    </message>
    <message>
        <source>%1 holds no certificate with its key in PEM form.</source>
        <translation>%1 enthält kein Zertifikat mit Schlüssel in PEM-Form.</translation>
    </message>
    <message>
        <source>The gateway does not know this key.</source>
        <translation>Das Gateway kennt diesen Schlüssel nicht.</translation>
    </message>
    <message>
        <source>This key may not look after the gateway. %1</source>
        <translation>Mit diesem Schlüssel darf das Gateway nicht verwaltet werden. %1</translation>
    </message>
    <message>
        <source>Something answers at this address, but no Portico that lets windows in.</source>
        <translation>Unter dieser Adresse antwortet etwas, aber kein Portico, das Fenster einlässt.</translation>
    </message>
    <message>
        <source>The address leads elsewhere: %1</source>
        <translation>Die Adresse führt woanders hin: %1</translation>
    </message>
    <message>
        <source>The gateway answers with status %1.</source>
        <translation>Das Gateway antwortet mit Status %1.</translation>
    </message>
    <message numerus="yes">
        <source>The gateway did not answer within %n second(s).</source>
        <translation>
            <numerusform>Das Gateway hat nicht innerhalb von %n Sekunde geantwortet.</numerusform>
            <numerusform>Das Gateway hat nicht innerhalb von %n Sekunden geantwortet.</numerusform>
        </translation>
    </message>
    <message>
        <source>The connection is not safe, so it was not made: %1</source>
        <translation>Die Verbindung ist nicht sicher und wurde deshalb nicht aufgebaut: %1</translation>
    </message>
    <message>
        <source>Nothing listens at %1.</source>
        <translation>Unter %1 hört niemand zu.</translation>
    </message>
    <message>
        <source>There is no computer called %1.</source>
        <translation>Einen Rechner namens %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>This gateway speaks version %1 of what windows and gateways say to each other, and this window version %2. Bring the older of the two programs up to date.</source>
        <translation>Dieses Gateway spricht Version %1 der Sprache zwischen Fenstern und Gateways, dieses Fenster Version %2. Bitte das ältere der beiden Programme aktualisieren.</translation>
    </message>
    <message>
        <source>The gateway's events cannot be read.</source>
        <translation>Die Ereignisse des Gateways sind nicht lesbar.</translation>
    </message>
    <message>
        <source>The connection to the gateway was cut.</source>
        <translation>Die Verbindung zum Gateway ist abgerissen.</translation>
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
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>More for %1</source>
        <translation>Mehr zu %1</translation>
    </message>
    <message>
        <source>Set a key…</source>
        <translation>Schlüssel setzen …</translation>
    </message>
    <message>
        <source>New key…</source>
        <translation>Neuer Schlüssel …</translation>
    </message>
    <message>
        <source>Its models</source>
        <translation>Seine Modelle</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
</context>
<context>
    <name>gw::ui::AccountEdit</name>
    <message>
        <source>Edit account</source>
        <translation>Konto bearbeiten</translation>
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
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Left empty, the provider's own address counts.</source>
        <translation>Bleibt das Feld leer, gilt die Adresse des Anbieters.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>This is not an address: it must begin with https:// or http:// and name a computer.</source>
        <translation>Das ist keine Adresse: Sie muss mit https:// oder http:// beginnen und einen Rechner nennen.</translation>
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
    <name>gw::ui::Alerts</name>
    <message>
        <source>Key “%1”</source>
        <translation>Schlüssel „%1“</translation>
    </message>
    <message>
        <source>Team “%1”</source>
        <translation>Team „%1“</translation>
    </message>
    <message>
        <source>User “%1”</source>
        <translation>Benutzer „%1“</translation>
    </message>
    <message>
        <source>End user “%1”</source>
        <translation>Endbenutzer „%1“</translation>
    </message>
    <message>
        <source>Tag “%1”</source>
        <translation>Tag „%1“</translation>
    </message>
    <message>
        <source>Everything together</source>
        <translation>Alles zusammen</translation>
    </message>
    <message>
        <source>%1: the budget is spent</source>
        <translation>%1: Das Budget ist verbraucht</translation>
    </message>
    <message>
        <source>%1: 80 % of the budget are spent</source>
        <translation>%1: 80 % des Budgets sind verbraucht</translation>
    </message>
    <message>
        <source>%1: half of the budget is spent</source>
        <translation>%1: Das halbe Budget ist verbraucht</translation>
    </message>
    <message>
        <source>%1 of %2 %3.</source>
        <translation>%1 von %2 %3.</translation>
    </message>
    <message>
        <source>Its requests are refused until %1.</source>
        <translation>Anfragen werden bis %1 abgewiesen.</translation>
    </message>
    <message>
        <source>Its requests are refused until the budget is raised.</source>
        <translation>Anfragen werden abgewiesen, bis das Budget erhöht wird.</translation>
    </message>
    <message>
        <source>A program without a name</source>
        <translation>Ein Programm ohne Namen</translation>
    </message>
    <message>
        <source>%1 spends much more than usual</source>
        <translation>%1 gibt viel mehr aus als sonst</translation>
    </message>
    <message>
        <source>%1 in five minutes, %2 times its mean of the hour before.</source>
        <translation>%1 in fünf Minuten, das %2-Fache des Mittels der Stunde davor.</translation>
    </message>
    <message>
        <source>Open Portico</source>
        <translation>Portico öffnen</translation>
    </message>
    <message>
        <source>Pause all traffic</source>
        <translation>Allen Verkehr anhalten</translation>
    </message>
    <message>
        <source>Block the team</source>
        <translation>Team sperren</translation>
    </message>
    <message>
        <source>Block the key</source>
        <translation>Schlüssel sperren</translation>
    </message>
    <message>
        <source>Raise to %1</source>
        <translation>Auf %1 erhöhen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>%1 could not be changed</source>
        <translation>%1 konnte nicht geändert werden</translation>
    </message>
    <message>
        <source>%1 uses %2 now</source>
        <translation>%1 nutzt jetzt %2</translation>
    </message>
    <message>
        <source>Its requests for %1 are answered by %2, until you take it back.</source>
        <translation>Anfragen an %1 beantwortet %2, bis du das zurücknimmst.</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>Zurück zu %1</translation>
    </message>
    <message>
        <source>Use %1 instead of %2</source>
        <translation>%1 statt %2 nutzen</translation>
    </message>
</context>
<context>
    <name>gw::ui::BackupsPane</name>
    <message>
        <source>loading…</source>
        <translation>wird geladen…</translation>
    </message>
    <message>
        <source>No copies yet</source>
        <translation>Noch keine Kopien</translation>
    </message>
    <message>
        <source>Before each change of the config a copy of the old text is put aside. You can go back to any of them here.</source>
        <translation>Vor jeder Änderung der Konfiguration wird eine Kopie des alten Texts beiseitegelegt. Zu jeder davon führt hier ein Weg zurück.</translation>
    </message>
    <message>
        <source>put back; the text before is the newest copy</source>
        <translation>zurückgelegt; der Text davor ist die neueste Kopie</translation>
    </message>
    <message>
        <source>the config was changed meanwhile; look again</source>
        <translation>die Konfiguration wurde inzwischen geändert; bitte noch einmal ansehen</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>Beiseitegelegt</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Copies of the config</source>
        <translation>Kopien der Konfiguration</translation>
    </message>
    <message>
        <source>What going back would change</source>
        <translation>Was der Rückweg ändern würde</translation>
    </message>
    <message>
        <source>Put this text back</source>
        <translation>Diesen Text zurücklegen</translation>
    </message>
    <message>
        <source>%1 is no part of the config any more</source>
        <translation>%1 gehört nicht mehr zur Konfiguration</translation>
    </message>
    <message>
        <source>The config is just like this copy</source>
        <translation>Die Konfiguration gleicht dieser Kopie</translation>
    </message>
    <message>
        <source>What going back to this copy would change</source>
        <translation>Was der Rückweg zu dieser Kopie ändern würde</translation>
    </message>
    <message>
        <source>putting back</source>
        <translation>wird zurückgelegt</translation>
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
    <name>gw::ui::ClientCompare</name>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>Disconnect %1</source>
        <translation>%1 trennen</translation>
    </message>
    <message>
        <source>Compare %1</source>
        <translation>%1 vergleichen</translation>
    </message>
    <message>
        <source>These values were changed after the gateway had set them. Everything else is put back in any case.</source>
        <translation>Diese Werte wurden geändert, nachdem das Gateway sie gesetzt hatte. Alles andere wird auf jeden Fall zurückgestellt.</translation>
    </message>
    <message>
        <source>These values were changed after the gateway had set them.</source>
        <translation>Diese Werte wurden geändert, nachdem das Gateway sie gesetzt hatte.</translation>
    </message>
    <message>
        <source>Changed values</source>
        <translation>Geänderte Werte</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>By the gateway</source>
        <translation>Vom Gateway</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Put back what was before</source>
        <translation>Vorherige zurückstellen</translation>
    </message>
    <message>
        <source>Keep what is now</source>
        <translation>Jetzige behalten</translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation>Trennen…</translation>
    </message>
    <message>
        <source>Connect again…</source>
        <translation>Erneut verbinden…</translation>
    </message>
</context>
<context>
    <name>gw::ui::ClientDiff</name>
    <message>
        <source>Configure %1</source>
        <translation>%1 einrichten</translation>
    </message>
    <message>
        <source>Reading its files</source>
        <translation>Dateien werden gelesen</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Name of a model</source>
        <translation>Name eines Modells</translation>
    </message>
    <message>
        <source>as it is set in %1</source>
        <translation>wie in %1 eingestellt</translation>
    </message>
    <message>
        <source>backup is kept</source>
        <translation>Sicherung bleibt</translation>
    </message>
    <message>
        <source>Undo puts the files back exactly as they are now.</source>
        <translation>Rückgängig stellt die Dateien genau so wieder her, wie sie jetzt sind.</translation>
    </message>
    <message>
        <source>Change files</source>
        <translation>Dateien ändern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Nothing can be changed as things are.</source>
        <translation>So, wie es steht, lässt sich nichts ändern.</translation>
    </message>
    <message numerus="yes">
        <source>Change %n file(s)</source>
        <translation>
            <numerusform>%n Datei ändern</numerusform>
            <numerusform>%n Dateien ändern</numerusform>
        </translation>
    </message>
    <message>
        <source>This is what was changed. Everything else is as it was, byte for byte.</source>
        <translation>Das wurde geändert. Alles andere ist Byte für Byte, wie es war.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) change. Everything else stays as it is, byte for byte.</source>
        <translation>
            <numerusform>%n Datei ändert sich. Alles andere bleibt Byte für Byte, wie es ist.</numerusform>
            <numerusform>%n Dateien ändern sich. Alles andere bleibt Byte für Byte, wie es ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>new file</source>
        <translation>neue Datei</translation>
    </message>
    <message>
        <source>Its files are changed. One thing is left to you: its key.</source>
        <translation>Die Dateien sind geändert. Eines bleibt noch zu tun: der Schlüssel.</translation>
    </message>
    <message>
        <source>Key of %1</source>
        <translation>Schlüssel von %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::ClientsPage</name>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Connect by hand…</source>
        <translation>Von Hand verbinden…</translation>
    </message>
    <message>
        <source>Looking for tools on this computer</source>
        <translation>Werkzeuge auf diesem Rechner werden gesucht</translation>
    </message>
    <message>
        <source>No supported tool was found</source>
        <translation>Kein unterstütztes Werkzeug gefunden</translation>
    </message>
    <message>
        <source>Any program that lets you set the address of OpenAI, Anthropic or Gemini can use the gateway.</source>
        <translation>Jedes Programm, in dem sich die Adresse von OpenAI, Anthropic oder Gemini einstellen lässt, kann das Gateway nutzen.</translation>
    </message>
    <message>
        <source>Any other program</source>
        <translation>Jedes andere Programm</translation>
    </message>
    <message>
        <source>anything that speaks the OpenAI or Anthropic API</source>
        <translation>alles, was die API von OpenAI oder Anthropic spricht</translation>
    </message>
    <message>
        <source>Address for OpenAI clients</source>
        <translation>Adresse für OpenAI-Clients</translation>
    </message>
    <message>
        <source>Address for Anthropic clients</source>
        <translation>Adresse für Anthropic-Clients</translation>
    </message>
    <message>
        <source>Make a key…</source>
        <translation>Schlüssel anlegen…</translation>
    </message>
    <message>
        <source>Look for tools again</source>
        <translation>Werkzeuge erneut suchen</translation>
    </message>
    <message>
        <source>Tools cannot be looked for</source>
        <translation>Werkzeuge können nicht gesucht werden</translation>
    </message>
    <message>
        <source>Not found here, but known: %1.</source>
        <translation>Hier nicht gefunden, aber bekannt: %1.</translation>
    </message>
    <message>
        <source>%1 uses the gateway from its next start on.</source>
        <translation>%1 nutzt das Gateway ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>%1 verbinden</translation>
    </message>
    <message>
        <source>Why %1 cannot be connected</source>
        <translation>Warum %1 nicht verbunden werden kann</translation>
    </message>
    <message>
        <source>%1 is managed</source>
        <translation>%1 wird verwaltet</translation>
    </message>
    <message>
        <source>An administrator has set where %1 sends its requests, in %2. Its own settings do not count against that file, so that changing them would do nothing.</source>
        <translation>Ein Administrator hat in %2 festgelegt, wohin %1 seine Anfragen schickt. Gegen diese Datei gelten die eigenen Einstellungen nicht; sie zu ändern, bliebe ohne Wirkung.</translation>
    </message>
    <message>
        <source>Connect by hand</source>
        <translation>Von Hand verbinden</translation>
    </message>
    <message>
        <source>Make a key for the program first; then its requests can be told apart and limited.</source>
        <translation>Zuerst einen Schlüssel für das Programm anlegen; dann lassen sich seine Anfragen unterscheiden und begrenzen.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>The key was made: %1</source>
        <translation>Der Schlüssel wurde angelegt: %1</translation>
    </message>
    <message>
        <source>It is told only now. Copy it to where it is needed.</source>
        <translation>Er wird nur jetzt genannt. Dorthin kopieren, wo er gebraucht wird.</translation>
    </message>
</context>
<context>
    <name>gw::ui::CodeEdit</name>
    <message>
        <source>Keys that fit here</source>
        <translation>Schlüsselwörter, die hier passen</translation>
    </message>
</context>
<context>
    <name>gw::ui::CommandPalette</name>
    <message>
        <source>Search pages, actions and models</source>
        <translation>Seiten, Befehle und Modelle suchen</translation>
    </message>
    <message>
        <source>Search or run</source>
        <translation>Suchen, tun</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Nothing has this name.</source>
        <translation>Nichts trägt diesen Namen.</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConfirmChange</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConfirmRemoval</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weiteres</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Its models: %1.</source>
        <translation>Die Modelle: %1.</translation>
    </message>
    <message>
        <source>Nobody answers these names afterwards: %1. Programs that ask for them get an error.</source>
        <translation>Diese Namen beantwortet danach niemand: %1. Programme, die danach fragen, bekommen einen Fehler.</translation>
    </message>
    <message>
        <source>These still name them and lead nowhere then: %1.</source>
        <translation>Diese nennen sie noch und führen dann ins Leere: %1.</translation>
    </message>
    <message>
        <source>Every name that programs ask for is still answered.</source>
        <translation>Jeder Name, nach dem Programme fragen, wird weiter beantwortet.</translation>
    </message>
    <message>
        <source>What was recorded of its traffic stays.</source>
        <translation>Was über den Verkehr aufgezeichnet wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConnectByHand</name>
    <message>
        <source>Text to copy</source>
        <translation>Text zum Kopieren</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Making its key</source>
        <translation>Sein Schlüssel wird angelegt</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConnectionFoot</name>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConnectionTest</name>
    <message>
        <source>Connection test</source>
        <translation>Verbindungstest</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Nothing is saved by the test.</source>
        <translation>Der Test speichert nichts.</translation>
    </message>
    <message>
        <source>Tries the address, the key and a short answer. Nothing is saved by it.</source>
        <translation>Probiert die Adresse, den Schlüssel und eine kurze Antwort aus. Gespeichert wird dabei nichts.</translation>
    </message>
    <message>
        <source>It works, but no model is listed.</source>
        <translation>Es funktioniert, aber es wird kein Modell genannt.</translation>
    </message>
    <message numerus="yes">
        <source>It works and lists %n model(s).</source>
        <translation>
            <numerusform>Es funktioniert und nennt %n Modell.</numerusform>
            <numerusform>Es funktioniert und nennt %n Modelle.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Erneut testen</translation>
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
    <name>gw::ui::CostSheet</name>
    <message>
        <source>Total: %1</source>
        <translation>Summe: %1</translation>
    </message>
    <message>
        <source>How the cost was computed</source>
        <translation>Wie die Kosten berechnet wurden</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Per million</source>
        <translation>Je Million</translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation>Dollar</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
</context>
<context>
    <name>gw::ui::DatabaseConnection</name>
    <message>
        <source>Reached</source>
        <translation>Erreicht</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Angemeldet</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>Gateways</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>trying…</source>
        <translation>läuft …</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>too many</source>
        <comment>rights</comment>
        <translation>zu viele</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Nothing answers there. Is the address right, and does PostgreSQL listen on it?</source>
        <translation>Dort antwortet nichts. Stimmt die Adresse, und lauscht PostgreSQL darauf?</translation>
    </message>
    <message>
        <source>There is no connection encrypted as you want it.</source>
        <translation>Eine Verbindung, die wie gewünscht verschlüsselt ist, kommt nicht zustande.</translation>
    </message>
    <message>
        <source>The server does not let this user in.</source>
        <translation>Der Server lässt diesen Benutzer nicht herein.</translation>
    </message>
    <message>
        <source>There is no database of this name on the server.</source>
        <translation>Auf dem Server gibt es keine Datenbank dieses Namens.</translation>
    </message>
    <message>
        <source>No gateway has used this database yet: it has no schema “portico”. A gateway makes it that has this database in its settings.</source>
        <translation>Diese Datenbank hat noch kein Gateway benutzt: Ihr fehlt das Schema „portico“. Ein Gateway legt es an, in dessen Einstellungen diese Datenbank steht.</translation>
    </message>
    <message>
        <source>The gateways that use this database are of an older version. Update one of them first.</source>
        <translation>Die Gateways an dieser Datenbank haben eine ältere Version. Bitte zuerst eines davon aktualisieren.</translation>
    </message>
    <message>
        <source>A newer version has changed the tables of this database. Update Portico on this computer.</source>
        <translation>Eine neuere Version hat die Tabellen dieser Datenbank geändert. Bitte Portico auf diesem Computer aktualisieren.</translation>
    </message>
    <message>
        <source>This role may not read what is needed.</source>
        <translation>Diese Rolle darf nicht lesen, was gebraucht wird.</translation>
    </message>
    <message>
        <source>PostgreSQL</source>
        <translation>PostgreSQL</translation>
    </message>
    <message>
        <source>Gateways that share a PostgreSQL keep their spend and keys there. This window can read them directly, of all gateways or of one. It never writes.</source>
        <translation>Gateways mit einem gemeinsamen PostgreSQL legen dort Ausgaben und Schlüssel ab. Dieses Fenster kann sie direkt lesen, von allen Gateways oder von einem. Es schreibt nie.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Kept in this computer's vault.</source>
        <translation>Liegt im Tresor dieses Computers.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Verlangt</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>Empty: those that this computer trusts anyway.</source>
        <translation>Leer: jene, denen dieser Computer ohnehin vertraut.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Who has signed the server's certificate</source>
        <translation>Wer das Zertifikat des Servers unterschrieben hat</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer);;All files (*)</source>
        <translation>PEM-Dateien (*.pem *.crt *.cer);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>This role may change data; a read-only one is enough. An administrator makes one so:</source>
        <translation>Diese Rolle darf Daten ändern; eine zum Lesen genügt. So legt die Verwaltung eine an:</translation>
    </message>
    <message>
        <source>SQL that makes a role for reading</source>
        <translation>SQL, das eine Rolle zum Lesen anlegt</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the SQL</source>
        <translation>Das SQL kopieren</translation>
    </message>
    <message>
        <source>Save and show</source>
        <translation>Speichern und zeigen</translation>
    </message>
    <message>
        <source>kept; type to change it</source>
        <translation>aufbewahrt; zum Ändern tippen</translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation>Ein Port ist eine Zahl von 1 bis 65535.</translation>
    </message>
    <message>
        <source>Everybody on the way can read what you see. The password stays unread with scram-sha-256 only.</source>
        <translation>Wer unterwegs mitliest, sieht dasselbe. Das Passwort bleibt nur mit scram-sha-256 ungelesen.</translation>
    </message>
    <message>
        <source>Only with the server whose certificate is signed for this name.</source>
        <translation>Nur mit dem Server, dessen Zertifikat auf diesen Namen unterschrieben ist.</translation>
    </message>
    <message>
        <source>Nobody on the way can read it, but who the server is stays unproven.</source>
        <translation>Unterwegs liest niemand mit, doch wer der Server ist, bleibt unbewiesen.</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Fragt …</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>It can be read</source>
        <translation>Sie ist lesbar</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>Sie ist nicht lesbar</translation>
    </message>
    <message>
        <source>PostgreSQL %1. No gateway has written anything yet.</source>
        <translation>PostgreSQL %1. Noch hat kein Gateway etwas geschrieben.</translation>
    </message>
    <message>
        <source>PostgreSQL %1: %2 (%3) with %4.</source>
        <translation>PostgreSQL %1: %2 (%3) mit %4.</translation>
    </message>
    <message numerus="yes">
        <source>%n gateway(s)</source>
        <translation>
            <numerusform>%n Gateway</numerusform>
            <numerusform>%n Gateways</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>It was not saved</source>
        <translation>Es wurde nicht gespeichert</translation>
    </message>
</context>
<context>
    <name>gw::ui::DecisionPath</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>is tried first</source>
        <translation>wird zuerst versucht</translation>
    </message>
    <message>
        <source>when those of the order before have failed</source>
        <translation>wenn die der Stufe davor versagt haben</translation>
    </message>
    <message>
        <source>is tried first with a chance of %1</source>
        <translation>wird mit %1 Wahrscheinlichkeit zuerst versucht</translation>
    </message>
    <message>
        <source>when those of the order before have failed, with a chance of %1</source>
        <translation>wenn die der Stufe davor versagt haben, mit %1 Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>only when a better one has failed</source>
        <translation>nur wenn eine bessere versagt hat</translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation>%1 laufend</translation>
    </message>
    <message>
        <source>first token after %1</source>
        <translation>erstes Token nach %1</translation>
    </message>
    <message>
        <source>%1, by its id</source>
        <translation>%1, über die Kennung</translation>
    </message>
    <message numerus="yes">
        <source>all are busy: it would wait in line behind %n other(s)</source>
        <translation>
            <numerusform>alle sind ausgelastet: sie stünde hinter %n anderen in der Schlange</numerusform>
            <numerusform>alle sind ausgelastet: sie stünde hinter %n anderen in der Schlange</numerusform>
        </translation>
    </message>
    <message>
        <source>chooses by: %1</source>
        <translation>Auswahl: %1</translation>
    </message>
    <message>
        <source>No fallback</source>
        <translation>Keine Ausweichmodelle</translation>
    </message>
    <message>
        <source>the program gets the error</source>
        <translation>das Programm bekommt den Fehler</translation>
    </message>
    <message>
        <source>no further try in a group</source>
        <translation>kein weiterer Versuch in einer Gruppe</translation>
    </message>
    <message numerus="yes">
        <source>up to %n further tries in a group</source>
        <translation>
            <numerusform>bis zu %n weiterer Versuch in einer Gruppe</numerusform>
            <numerusform>bis zu %n weitere Versuche in einer Gruppe</numerusform>
        </translation>
    </message>
    <message>
        <source>connected within %1</source>
        <translation>verbunden innerhalb von %1</translation>
    </message>
    <message>
        <source>first token within %1</source>
        <translation>erstes Token innerhalb von %1</translation>
    </message>
    <message>
        <source>no gap longer than %1</source>
        <translation>keine Pause länger als %1</translation>
    </message>
    <message>
        <source>answered within %1</source>
        <translation>beantwortet innerhalb von %1</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Decision path</source>
        <translation>Entscheidungsweg</translation>
    </message>
    <message>
        <source>Nobody would be asked</source>
        <translation>Niemand würde gefragt</translation>
    </message>
    <message>
        <source>about %1 tokens</source>
        <translation>etwa %1 Token</translation>
    </message>
    <message>
        <source>Asks for “%1”</source>
        <translation>Fragt nach „%1“</translation>
    </message>
    <message>
        <source>%1, %2, streamed</source>
        <translation>%1, %2, gestreamt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>If all of them fail</source>
        <translation>Wenn alle versagen</translation>
    </message>
    <message>
        <source>If the prompt is too long</source>
        <translation>Wenn der Prompt zu lang ist</translation>
    </message>
    <message>
        <source>If the provider refuses the prompt</source>
        <translation>Wenn der Anbieter den Prompt ablehnt</translation>
    </message>
</context>
<context>
    <name>gw::ui::DeploymentCard</name>
    <message>
        <source>costs nothing: the answer is fixed</source>
        <translation>kostet nichts: Die Antwort steht fest</translation>
    </message>
    <message>
        <source>no price: what it costs is not counted</source>
        <translation>kein Preis: Was es kostet, wird nicht gezählt</translation>
    </message>
    <message>
        <source>free: it runs on this computer</source>
        <translation>kostenlos: Es läuft auf diesem Rechner</translation>
    </message>
    <message>
        <source>price set in config.yaml</source>
        <translation>Preis aus config.yaml</translation>
    </message>
    <message>
        <source>price of %1, table %2</source>
        <translation>Preis von %1, Tabelle %2</translation>
    </message>
    <message>
        <source>, estimated</source>
        <translation>, geschätzt</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Its traffic</source>
        <translation>Verkehr</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Add deployment…</source>
        <translation>Bereitstellung hinzufügen …</translation>
    </message>
    <message>
        <source>paused, gets no traffic</source>
        <translation>angehalten, ohne Verkehr</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>answers “%1”</source>
        <translation>beantwortet „%1“</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>bei %1</translation>
    </message>
    <message>
        <source>writes up to %1 tokens</source>
        <translation>schreibt bis zu %1 Token</translation>
    </message>
    <message>
        <source>The provider switches it off on %1.</source>
        <translation>Der Anbieter schaltet es ab: %1.</translation>
    </message>
    <message>
        <source>The provider switches it off on %1. Its successor: %2.</source>
        <translation>Der Anbieter schaltet es ab: %1. Nachfolger: %2.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Another name for %1, set under router_settings.model_group_alias.</source>
        <translation>Ein anderer Name für %1, gesetzt unter router_settings.model_group_alias.</translation>
    </message>
    <message numerus="yes">
        <source>Requests for this name are shared by %n deployment(s).</source>
        <translation>
            <numerusform>Anfragen nach diesem Namen beantwortet %n Bereitstellung.</numerusform>
            <numerusform>Anfragen nach diesem Namen teilen sich %n Bereitstellungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a deployment to test, change or pause it.</source>
        <translation>Wählen Sie eine Bereitstellung, um sie zu testen, zu ändern oder anzuhalten.</translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation>%1 laufend</translation>
    </message>
    <message>
        <source>%1 requests and %2 tokens this minute</source>
        <translation>%1 Anfragen und %2 Token in dieser Minute</translation>
    </message>
    <message>
        <source>first token after %1 on average</source>
        <translation>erstes Token im Mittel nach %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::DeploymentEdit</name>
    <message>
        <source>Edit deployment</source>
        <translation>Bereitstellung bearbeiten</translation>
    </message>
    <message>
        <source>Add deployment</source>
        <translation>Bereitstellung hinzufügen</translation>
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
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>from the price table</source>
        <translation>aus der Preistabelle</translation>
    </message>
    <message>
        <source>What programs ask for. Deployments of one name share its traffic.</source>
        <translation>Wonach Programme fragen. Bereitstellungen eines Namens teilen sich den Verkehr.</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>As the provider calls it.</source>
        <translation>Wie der Anbieter es nennt.</translation>
    </message>
    <message>
        <source>Input price</source>
        <translation>Preis Eingabe</translation>
    </message>
    <message>
        <source>Output price</source>
        <translation>Preis Ausgabe</translation>
    </message>
    <message>
        <source>Dollars per million tokens. Left empty, the price table counts.</source>
        <translation>Dollar je Million Token. Bleibt das Feld leer, gilt die Preistabelle.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>This is not a price in dollars, as 2.50.</source>
        <translation>Das ist kein Preis in Dollar, wie 2,50.</translation>
    </message>
</context>
<context>
    <name>gw::ui::DeploymentModel</name>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>ends %1</source>
        <translation>endet %1</translation>
    </message>
    <message>
        <source>fixed answer</source>
        <translation>feste Antwort</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>Its successor: %1</source>
        <translation>Nachfolger: %1</translation>
    </message>
    <message>
        <source>tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>vision</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>audio</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>reasoning</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation>Einbettungen</translation>
    </message>
    <message numerus="yes">
        <source>%n deployment(s)</source>
        <translation>
            <numerusform>%n Bereitstellung</numerusform>
            <numerusform>%n Bereitstellungen</numerusform>
        </translation>
    </message>
    <message>
        <source>another name for %1</source>
        <translation>anderer Name für %1</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>In</source>
        <comment>price of input tokens</comment>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Cached</source>
        <comment>price of cached tokens</comment>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Out</source>
        <comment>price of output tokens</comment>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Can do</source>
        <translation>Fähigkeiten</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>1. Token</translation>
    </message>
</context>
<context>
    <name>gw::ui::DiffView</name>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>%1 lines added, %2 removed</source>
        <translation>%1 Zeilen dazu, %2 entfernt</translation>
    </message>
    <message numerus="yes">
        <source>⋯ %n lines unchanged</source>
        <translation>
            <numerusform>⋯ %n Zeile unverändert</numerusform>
            <numerusform>⋯ %n Zeilen unverändert</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::Doctor</name>
    <message>
        <source>Doctor</source>
        <translation>Doktor</translation>
    </message>
    <message>
        <source>What most often keeps programs from getting answers, looked at just now.</source>
        <translation>Was Programme am häufigsten um ihre Antworten bringt, eben nachgesehen.</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>Fehler</translation>
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
    <message>
        <source>There is no connection to it</source>
        <translation>Es gibt keine Verbindung dorthin</translation>
    </message>
    <message>
        <source>Connecting to it</source>
        <translation>Verbindung wird aufgebaut</translation>
    </message>
</context>
<context>
    <name>gw::ui::ExportLine</name>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>Export abbrechen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Counting what is to be exported…</source>
        <translation>Zählt, was zu exportieren ist …</translation>
    </message>
    <message>
        <source>%1 of %2 requests are in %3</source>
        <translation>%1 von %2 Anfragen sind in %3</translation>
    </message>
    <message>
        <source>The export failed: %1 Nothing was written to %2.</source>
        <translation>Der Export ist gescheitert: %1 In %2 wurde nichts geschrieben.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) were exported to %1</source>
        <translation>
            <numerusform>%n Anfrage wurde nach %1 exportiert</numerusform>
            <numerusform>%n Anfragen wurden nach %1 exportiert</numerusform>
        </translation>
    </message>
    <message>
        <source>The export was cancelled; no file was left.</source>
        <translation>Der Export wurde abgebrochen; es blieb keine Datei zurück.</translation>
    </message>
</context>
<context>
    <name>gw::ui::FallbackEdit</name>
    <message>
        <source>Fallback</source>
        <translation>Ausweichmodell</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>alle anderen</translation>
    </message>
    <message>
        <source>When this has failed</source>
        <translation>Wenn dies versagt</translation>
    </message>
    <message>
        <source>after any failure</source>
        <translation>nach jedem Fehler</translation>
    </message>
    <message>
        <source>when the prompt is too long</source>
        <translation>wenn der Prompt zu lang ist</translation>
    </message>
    <message>
        <source>when the provider refuses the prompt</source>
        <translation>wenn der Anbieter den Prompt ablehnt</translation>
    </message>
    <message>
        <source>After which failure</source>
        <translation>Nach welchem Fehler</translation>
    </message>
    <message>
        <source>one or more names, with commas between them</source>
        <translation>ein oder mehrere Namen, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Then try</source>
        <translation>Dann versuchen</translation>
    </message>
    <message>
        <source>In this order.</source>
        <translation>In dieser Reihenfolge.</translation>
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
        <source>A name cannot stand in for itself.</source>
        <translation>Ein Name kann nicht für sich selbst einspringen.</translation>
    </message>
    <message>
        <source>There is no model “%1” yet; it is skipped until there is.</source>
        <translation>Ein Modell „%1“ gibt es noch nicht; bis dahin wird es übergangen.</translation>
    </message>
</context>
<context>
    <name>gw::ui::FallbacksCard</name>
    <message>
        <source>after any failure</source>
        <translation>nach jedem Fehler</translation>
    </message>
    <message>
        <source>prompt too long</source>
        <translation>Prompt zu lang</translation>
    </message>
    <message>
        <source>prompt refused</source>
        <translation>Prompt abgelehnt</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>alle anderen</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>Ausweichmodelle</translation>
    </message>
    <message>
        <source>where a request goes when all of its own have failed</source>
        <translation>wohin eine Anfrage geht, wenn alle eigenen versagt haben</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Add a fallback</source>
        <translation>Ausweichmodell hinzufügen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>One chain for all: %1</source>
        <translation>Eine Kette für alle: %1</translation>
    </message>
    <message>
        <source>None: when all deployments of a name have failed, the program gets the error.</source>
        <translation>Keine: wenn alle Deployments eines Namens versagt haben, bekommt das Programm den Fehler.</translation>
    </message>
    <message>
        <source>no model “%1”</source>
        <translation>kein Modell „%1“</translation>
    </message>
    <message>
        <source>Change: %1</source>
        <translation>Ändern: %1</translation>
    </message>
    <message>
        <source>Remove: %1</source>
        <translation>Entfernen: %1</translation>
    </message>
    <message>
        <source>This list is written in a form that only the YAML editor changes.</source>
        <translation>Diese Liste steht in einer Form, die nur der YAML-Editor ändert.</translation>
    </message>
    <message>
        <source>Other names</source>
        <translation>Andere Namen</translation>
    </message>
    <message>
        <source>stands for %1</source>
        <translation>steht für %1</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>, dann </translation>
    </message>
    <message>
        <source>not listed</source>
        <translation>nicht aufgeführt</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Zurückgenommen.</translation>
    </message>
    <message>
        <source>Saved in config.yaml and in force.</source>
        <translation>In config.yaml gespeichert und in Kraft.</translation>
    </message>
    <message>
        <source>Another program has changed config.yaml meanwhile: look and try again.</source>
        <translation>Ein anderes Programm hat config.yaml inzwischen geändert: sieh nach und versuche es noch einmal.</translation>
    </message>
</context>
<context>
    <name>gw::ui::FileField</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose a file: %1</source>
        <translation>Datei wählen: %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::FilterField</name>
    <message>
        <source>Filter: model:sonnet status&gt;=400 app:claude cost&gt;0.05</source>
        <translation>Filter: model:sonnet status&gt;=400 app:claude cost&gt;0.05</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>What may come next</source>
        <translation>Was als Nächstes stehen kann</translation>
    </message>
    <message>
        <source>There is no field “%1”. To look for the text itself, put it in double quotes.</source>
        <translation>Es gibt kein Feld „%1“. Wird der Text selbst gesucht, gehört er in doppelte Anführungszeichen.</translation>
    </message>
    <message>
        <source>There is no field “%1”. Is “%2” meant?</source>
        <translation>Es gibt kein Feld „%1“. Ist „%2“ gemeint?</translation>
    </message>
    <message>
        <source>“is:” knows error, stream, retried, cached, unpriced, estimated, mock and broken, not “%1”.</source>
        <translation>„is:“ kennt error, stream, retried, cached, unpriced, estimated, mock und broken, nicht „%1“.</translation>
    </message>
    <message>
        <source>There is no “is:%1”. Is “is:%2” meant?</source>
        <translation>Es gibt kein „is:%1“. Ist „is:%2“ gemeint?</translation>
    </message>
    <message>
        <source>A value is missing after “%1”; there is no blank before it.</source>
        <translation>Nach „%1“ fehlt ein Wert; davor steht kein Leerzeichen.</translation>
    </message>
    <message>
        <source>“%1” is no number. Write 1200, 1.5k or 2M.</source>
        <translation>„%1“ ist keine Zahl. Schreib 1200, 1.5k oder 2M.</translation>
    </message>
    <message>
        <source>“%1” is no amount in dollars. Write 0.05, with a point.</source>
        <translation>„%1“ ist kein Betrag in Dollar. Schreib 0.05, mit einem Punkt.</translation>
    </message>
    <message>
        <source>“%1” is no length of time. Write 500ms, 2s, 1m or 1h.</source>
        <translation>„%1“ ist keine Dauer. Schreib 500ms, 2s, 1m oder 1h.</translation>
    </message>
    <message>
        <source>“%1” has no unit. Write %1s for seconds or %1ms for thousandths.</source>
        <translation>„%1“ hat keine Einheit. Schreib %1s für Sekunden oder %1ms für Tausendstel.</translation>
    </message>
    <message>
        <source>“%1” is not a number, so nothing can be more or less. Use “:” or “=”.</source>
        <translation>„%1“ ist keine Zahl, also gibt es kein Mehr oder Weniger. Nimm „:“ oder „=“.</translation>
    </message>
    <message>
        <source>A double quote is opened and not closed.</source>
        <translation>Ein doppeltes Anführungszeichen wird geöffnet und nicht geschlossen.</translation>
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
    <message>
        <source>Import its config…</source>
        <translation>Dessen Konfiguration übernehmen…</translation>
    </message>
    <message>
        <source>Coming from LiteLLM?</source>
        <translation>Bisher LiteLLM?</translation>
    </message>
    <message numerus="yes">
        <source>%1 runs on this computer with %n model(s) and needs no key.</source>
        <translation>
            <numerusform>%1 läuft auf diesem Rechner mit %n Modell und braucht keinen Schlüssel.</numerusform>
            <numerusform>%1 läuft auf diesem Rechner mit %n Modellen und braucht keinen Schlüssel.</numerusform>
        </translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>Wird hinzugefügt …</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
    <message>
        <source>Choose a tool…</source>
        <translation>Werkzeug wählen…</translation>
    </message>
    <message>
        <source>A tool that was found here, or any program by address and key.</source>
        <translation>Ein hier gefundenes Werkzeug oder jedes Programm mit Adresse und Schlüssel.</translation>
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
    <name>gw::ui::Fold</name>
    <message>
        <source>open</source>
        <translation>aufgeklappt</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>zugeklappt</translation>
    </message>
</context>
<context>
    <name>gw::ui::Format</name>
    <message>
        <source>%1k</source>
        <translation>%1k</translation>
    </message>
    <message>
        <source>%1M</source>
        <translation>%1M</translation>
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
    <name>gw::ui::FoundServers</name>
    <message>
        <source>Found on this computer</source>
        <translation>Auf diesem Rechner gefunden</translation>
    </message>
    <message>
        <source>needs no key and costs nothing</source>
        <translation>ohne Schlüssel und ohne Kosten</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>kein Modell geladen</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Verwendung</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>nicht verwendet</translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>Wird hinzugefügt …</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
    <message>
        <source>Load a model there first, then look again.</source>
        <translation>Laden Sie dort zuerst ein Modell, und suchen Sie dann erneut.</translation>
    </message>
</context>
<context>
    <name>gw::ui::GatewayChoice</name>
    <message>
        <source>Gateways</source>
        <translation>Gateways</translation>
    </message>
    <message>
        <source>Look at the gateway of this computer, or at a Portico that runs elsewhere. What programs send here goes on meanwhile.</source>
        <translation>Das Gateway dieses Rechners ansehen oder ein Portico, das anderswo läuft. Was Programme hierher senden, läuft inzwischen weiter.</translation>
    </message>
    <message>
        <source>Known gateways</source>
        <translation>Bekannte Gateways</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>The gateway that runs in this window's own program. Nothing is needed to look at it.</source>
        <translation>Das Gateway, das im Programm dieses Fensters läuft. Um es anzusehen, ist nichts nötig.</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer *.key);;All files (*)</source>
        <translation>PEM-Dateien (*.pem *.crt *.cer *.key);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Büro</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
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
        <source>The master key of that gateway, or an administrator's. Kept in this computer's vault.</source>
        <translation>Der Hauptschlüssel jenes Gateways oder der einer Administratorin. Er kommt in den Tresor dieses Rechners.</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>Only where your system does not know who has signed the gateway's certificate.</source>
        <translation>Nur wenn dein System nicht kennt, wer das Zertifikat des Gateways unterschrieben hat.</translation>
    </message>
    <message>
        <source>Certificate of this window</source>
        <translation>Zertifikat dieses Fensters</translation>
    </message>
    <message>
        <source>Own certificate</source>
        <translation>Eigenes Zertifikat</translation>
    </message>
    <message>
        <source>Only where the gateway asks windows for one.</source>
        <translation>Nur wenn das Gateway von Fenstern eines verlangt.</translation>
    </message>
    <message>
        <source>Key of this window's certificate</source>
        <translation>Schlüssel zum Zertifikat dieses Fensters</translation>
    </message>
    <message>
        <source>Its key</source>
        <translation>Dessen Schlüssel</translation>
    </message>
    <message>
        <source>Empty: in the same file.</source>
        <translation>Leer: in derselben Datei.</translation>
    </message>
    <message>
        <source>looked at now</source>
        <translation>wird gerade angesehen</translation>
    </message>
    <message>
        <source>runs here</source>
        <translation>läuft hier</translation>
    </message>
    <message>
        <source>Another gateway…</source>
        <translation>Anderes Gateway …</translation>
    </message>
    <message>
        <source>by its address</source>
        <translation>über seine Adresse</translation>
    </message>
    <message>
        <source>kept; type to change it</source>
        <translation>aufbewahrt; zum Ändern tippen</translation>
    </message>
    <message>
        <source>This names no computer: https://gateway.example:4000</source>
        <translation>Das nennt keinen Rechner: https://gateway.example:4000</translation>
    </message>
    <message>
        <source>Without https:// everybody on the way can read the key and what you see.</source>
        <translation>Ohne https:// kann jeder unterwegs den Schlüssel und alles Angezeigte lesen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Save and connect again</source>
        <translation>Speichern und neu verbinden</translation>
    </message>
    <message>
        <source>Save and look at it</source>
        <translation>Speichern und ansehen</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Fragt …</translation>
    </message>
    <message>
        <source>It can be looked at</source>
        <translation>Es lässt sich ansehen</translation>
    </message>
    <message>
        <source>This does not work</source>
        <translation>Das geht nicht</translation>
    </message>
    <message>
        <source>Portico %1 on %2, %3, answered in %4 ms.</source>
        <translation>Portico %1 auf %2, %3, Antwort nach %4 ms.</translation>
    </message>
    <message numerus="yes">
        <source>%n deployment(s)</source>
        <translation>
            <numerusform>%n Deployment</numerusform>
            <numerusform>%n Deployments</numerusform>
        </translation>
    </message>
    <message>
        <source>It was not saved</source>
        <translation>Es wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>PostgreSQL of gateways…</source>
        <translation>PostgreSQL der Gateways …</translation>
    </message>
    <message>
        <source>Reads spend and keys of all gateways that share a database</source>
        <translation>Liest Ausgaben und Schlüssel aller Gateways an einer gemeinsamen Datenbank</translation>
    </message>
</context>
<context>
    <name>gw::ui::GroupsCard</name>
    <message>
        <source>budget %1 of %2</source>
        <translation>Budget %1 von %2</translation>
    </message>
    <message>
        <source>, begins anew %1</source>
        <translation>, beginnt neu %1</translation>
    </message>
    <message>
        <source>order %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>weight %1</source>
        <translation>Gewicht %1</translation>
    </message>
    <message>
        <source>%1 of %2 tokens this minute</source>
        <translation>%1 von %2 Token in dieser Minute</translation>
    </message>
    <message>
        <source>%1 tokens this minute</source>
        <translation>%1 Token in dieser Minute</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s) this minute</source>
        <translation>
            <numerusform>%n Fehler in dieser Minute</numerusform>
            <numerusform>%n Fehler in dieser Minute</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for a million tokens in and one out</source>
        <translation>%1 für eine Million Token hinein und eine heraus</translation>
    </message>
    <message>
        <source>tags %1</source>
        <translation>Tags %1</translation>
    </message>
    <message>
        <source>Who answers</source>
        <translation>Wer antwortet</translation>
    </message>
    <message>
        <source>Models and how their deployments are now</source>
        <translation>Modelle und wie es ihren Deployments jetzt geht</translation>
    </message>
    <message>
        <source>Send traffic again</source>
        <translation>Wieder anfragen</translation>
    </message>
    <message>
        <source>Show in Models</source>
        <translation>In Modelle zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Requests for this name are shared by %n deployment(s).</source>
        <translation>
            <numerusform>Anfragen nach diesem Namen bedient %n Deployment.</numerusform>
            <numerusform>Anfragen nach diesem Namen teilen sich %n Deployments.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a deployment to see more of it.</source>
        <translation>Wähle ein Deployment, um mehr zu sehen.</translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderCard</name>
    <message>
        <source>budget %1 %2</source>
        <translation>Budget %1 %2</translation>
    </message>
    <message>
        <source>%1 requests a minute</source>
        <translation>%1 Anfragen pro Minute</translation>
    </message>
    <message>
        <source>%1 tokens a minute</source>
        <translation>%1 Tokens pro Minute</translation>
    </message>
    <message>
        <source>%1 at the same time</source>
        <translation>%1 gleichzeitig</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>shared budget “%1”</source>
        <translation>gemeinsames Budget „%1“</translation>
    </message>
    <message>
        <source>Its requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>New secret…</source>
        <translation>Neuer Schlüsseltext …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>What holds it back</source>
        <translation>Was ihn begrenzt</translation>
    </message>
    <message>
        <source>Why it was refused</source>
        <translation>Warum er abgewiesen wurde</translation>
    </message>
    <message>
        <source>Let in again</source>
        <translation>Wieder zulassen</translation>
    </message>
    <message>
        <source>may use %1</source>
        <translation>darf %1 benutzen</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird abgefragt …</translation>
    </message>
    <message>
        <source>Nothing: it has no limit, and neither has anything above it.</source>
        <translation>Nichts: Weder er noch etwas darüber hat eine Grenze.</translation>
    </message>
    <message>
        <source> + %1 under way</source>
        <translation> + %1 unterwegs</translation>
    </message>
    <message>
        <source>used up</source>
        <translation>verbraucht</translation>
    </message>
    <message>
        <source>used up, %1</source>
        <translation>verbraucht, %1</translation>
    </message>
    <message>
        <source>It is blocked: every request gets 401 until it is let in again.</source>
        <translation>Gesperrt: Jede Anfrage erhält 401, bis er wieder zugelassen ist.</translation>
    </message>
    <message>
        <source>It has expired: every request gets 401.</source>
        <translation>Abgelaufen: Jede Anfrage erhält 401.</translation>
    </message>
    <message>
        <source>No limit has refused it since Portico started.</source>
        <translation>Seit dem Start von Portico hat ihn keine Grenze abgewiesen.</translation>
    </message>
    <message numerus="yes">
        <source>and %n earlier</source>
        <translation>
            <numerusform>und %n frühere</numerusform>
            <numerusform>und %n frühere</numerusform>
        </translation>
    </message>
    <message>
        <source>No budget. Rates are counted by the gateways themselves.</source>
        <translation>Kein Budget. Raten zählen die Gateways selbst.</translation>
    </message>
    <message>
        <source>What was refused is told by its gateway.</source>
        <translation>Was abgewiesen wurde, zeigt das Gateway.</translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderEdit</name>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>Change the key</source>
        <translation>Schlüssel ändern</translation>
    </message>
    <message>
        <source>New team</source>
        <translation>Neues Team</translation>
    </message>
    <message>
        <source>Change the team</source>
        <translation>Team ändern</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>Neuer Benutzer</translation>
    </message>
    <message>
        <source>Change the user</source>
        <translation>Benutzer ändern</translation>
    </message>
    <message>
        <source>New shared budget</source>
        <translation>Neues gemeinsames Budget</translation>
    </message>
    <message>
        <source>Change the shared budget</source>
        <translation>Gemeinsames Budget ändern</translation>
    </message>
    <message>
        <source>The key itself is shown once, right after this.</source>
        <translation>Der Schlüssel selbst wird gleich danach ein einziges Mal gezeigt.</translation>
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
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>ada</source>
        <translation>ada</translation>
    </message>
    <message>
        <source>small</source>
        <translation>klein</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>By this name others refer to it; it stays.</source>
        <translation>Unter diesem Namen wird es genannt; er bleibt.</translation>
    </message>
    <message>
        <source>notebook</source>
        <translation>notebook</translation>
    </message>
    <message>
        <source>Website</source>
        <translation>Website</translation>
    </message>
    <message>
        <source>ada@example.org</source>
        <translation>ada@example.org</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>For which program or person. Spend is told by it.</source>
        <translation>Für welches Programm oder welche Person. Ausgaben stehen unter diesem Namen.</translation>
    </message>
    <message>
        <source>every model</source>
        <translation>jedes Modell</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Names with commas between them; empty: every model.</source>
        <translation>Namen mit Kommas dazwischen; leer: jedes Modell.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Budget in Dollar</translation>
    </message>
    <message>
        <source>once, never again</source>
        <translation>einmal, nie wieder</translation>
    </message>
    <message>
        <source>each hour</source>
        <translation>jede Stunde</translation>
    </message>
    <message>
        <source>each day</source>
        <translation>jeden Tag</translation>
    </message>
    <message>
        <source>each week</source>
        <translation>jede Woche</translation>
    </message>
    <message>
        <source>each month</source>
        <translation>jeden Monat</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Gilt</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>Tokens pro Minute</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>Gleichzeitig</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie bisher</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>in a day</source>
        <translation>in einem Tag</translation>
    </message>
    <message>
        <source>in a week</source>
        <translation>in einer Woche</translation>
    </message>
    <message>
        <source>in 30 days</source>
        <translation>in 30 Tagen</translation>
    </message>
    <message>
        <source>in 90 days</source>
        <translation>in 90 Tagen</translation>
    </message>
    <message>
        <source>in a year</source>
        <translation>in einem Jahr</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>no team</source>
        <translation>kein Team</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>nobody in particular</source>
        <translation>niemand Bestimmtes</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>Shared budget</source>
        <translation>Gemeinsames Budget</translation>
    </message>
    <message>
        <source>Its limits count where nothing is set above.</source>
        <translation>Seine Grenzen gelten, wo oben nichts gesetzt ist.</translation>
    </message>
    <message>
        <source>each %1</source>
        <translation>alle %1</translation>
    </message>
    <message>
        <source>An amount in dollars, as 5 or 0.25.</source>
        <translation>Ein Betrag in Dollar, etwa 5 oder 0.25.</translation>
    </message>
    <message>
        <source>A whole number above 0, or nothing.</source>
        <translation>Eine ganze Zahl über 0 oder nichts.</translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderModel</name>
    <message>
        <source>no budget</source>
        <translation>kein Budget</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>May use</source>
        <translation>Darf benutzen</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Named by</source>
        <translation>Genannt von</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderWords</name>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>abgelaufen</translation>
    </message>
    <message numerus="yes">
        <source>shared by %n</source>
        <translation>
            <numerusform>von %n geteilt</numerusform>
            <numerusform>von %n geteilt</numerusform>
        </translation>
    </message>
    <message>
        <source>not in use</source>
        <translation>nicht in Gebrauch</translation>
    </message>
    <message>
        <source>paused by budget</source>
        <translation>durch Budget angehalten</translation>
    </message>
    <message numerus="yes">
        <source>expires in %n day(s)</source>
        <translation>
            <numerusform>läuft in %n Tag ab</numerusform>
            <numerusform>läuft in %n Tagen ab</numerusform>
        </translation>
    </message>
    <message>
        <source>expires today</source>
        <translation>läuft heute ab</translation>
    </message>
    <message>
        <source>not used lately</source>
        <translation>länger nicht benutzt</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message>
        <source>expired on %1</source>
        <translation>abgelaufen am %1</translation>
    </message>
    <message>
        <source>expires on %1</source>
        <translation>läuft am %1 ab</translation>
    </message>
    <message>
        <source>made on %1</source>
        <translation>angelegt am %1</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>insgesamt</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>pro Stunde</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>pro Tag</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>pro Woche</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>pro Monat</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>every model</source>
        <translation>jedes Modell</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>This key</source>
        <translation>Dieser Schlüssel</translation>
    </message>
    <message>
        <source>This key, %1</source>
        <translation>Dieser Schlüssel, %1</translation>
    </message>
    <message>
        <source>Its team, %1</source>
        <translation>Sein Team, %1</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>Its team</source>
        <translation>Sein Team</translation>
    </message>
    <message>
        <source>Its user in the team</source>
        <translation>Sein Benutzer im Team</translation>
    </message>
    <message>
        <source>End user %1</source>
        <translation>Endbenutzer %1</translation>
    </message>
    <message>
        <source>Tag %1</source>
        <translation>Tag %1</translation>
    </message>
    <message>
        <source>Everything together</source>
        <translation>Alles zusammen</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>Tokens pro Minute</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>Gleichzeitig</translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>Budget %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>anew in %1 s</source>
        <translation>neu in %1 s</translation>
    </message>
    <message>
        <source>anew at %1</source>
        <translation>neu um %1</translation>
    </message>
    <message>
        <source>anew on %1</source>
        <translation>neu am %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::HomePage</name>
    <message>
        <source>Home</source>
        <translation>Übersicht</translation>
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
    <message>
        <source>Shows all requests again, here and in Traffic</source>
        <translation>Zeigt wieder alle Anfragen, hier und unter Verkehr</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>Nur %1</translation>
    </message>
    <message>
        <source>Clear the filter %1</source>
        <translation>Filter %1 aufheben</translation>
    </message>
</context>
<context>
    <name>gw::ui::ImportConfig</name>
    <message>
        <source>Import a config</source>
        <translation>Konfiguration übernehmen</translation>
    </message>
    <message>
        <source>Choose a config.yaml</source>
        <translation>config.yaml wählen</translation>
    </message>
    <message>
        <source>It is only looked at. What of it is taken over you decide after that.</source>
        <translation>Sie wird nur angesehen. Was davon übernommen wird, entscheidet sich danach.</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>wird gelesen…</translation>
    </message>
    <message>
        <source>Path of the config</source>
        <translation>Pfad der Konfiguration</translation>
    </message>
    <message>
        <source>Path of a config.yaml</source>
        <translation>Pfad einer config.yaml</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Parts of the config</source>
        <translation>Teile der Konfiguration</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Model there</source>
        <translation>Modell dort</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>Wirkung</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was nicht stimmt</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Copy as my config</source>
        <translation>Als meine Konfiguration kopieren</translation>
    </message>
    <message>
        <source>Add to my models</source>
        <translation>Zu meinen Modellen hinzufügen</translation>
    </message>
    <message>
        <source>Configs (*.yaml *.yml *.json);;All files (*)</source>
        <translation>Konfigurationen (*.yaml *.yml *.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Models (%1)</source>
        <translation>Modelle (%1)</translation>
    </message>
    <message>
        <source>Settings (%1)</source>
        <translation>Einstellungen (%1)</translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>Probleme (%1)</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>nicht verwendbar</translation>
    </message>
    <message>
        <source>readable, look at the problems</source>
        <translation>lesbar, aber mit Problemen</translation>
    </message>
    <message>
        <source>readable</source>
        <translation>lesbar</translation>
    </message>
    <message numerus="yes">
        <source>%n settings in effect</source>
        <translation>
            <numerusform>%n Einstellung wirkt</numerusform>
            <numerusform>%n Einstellungen wirken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without effect yet</source>
        <translation>
            <numerusform>%n noch ohne Wirkung</numerusform>
            <numerusform>%n noch ohne Wirkung</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (you have this name)</source>
        <translation>%1 (Name schon vergeben)</translation>
    </message>
    <message>
        <source>the provider's variable</source>
        <translation>die Variable des Anbieters</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>in effect</source>
        <translation>wirkt</translation>
    </message>
    <message>
        <source>not yet: %1</source>
        <translation>noch nicht: %1</translation>
    </message>
    <message numerus="yes">
        <source>Add %n models to mine</source>
        <translation>
            <numerusform>%n Modell zu meinen hinzufügen</numerusform>
            <numerusform>%n Modelle zu meinen hinzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Replace my config</source>
        <translation>Meine Konfiguration ersetzen</translation>
    </message>
    <message>
        <source>Your config is replaced as a whole, with its models and settings. A copy of it is kept in Settings under Backups. Replace it?</source>
        <translation>Die Konfiguration hier wird als Ganzes ersetzt, mit Modellen und Einstellungen. Eine Kopie davon bleibt in den Einstellungen unter Sicherungen. Ersetzen?</translation>
    </message>
</context>
<context>
    <name>gw::ui::Inspector</name>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Parts of the request</source>
        <translation>Teile der Anfrage</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The chosen part</source>
        <translation>Der gewählte Teil</translation>
    </message>
    <message>
        <source>Choose a request to see where it went, what it cost and why.</source>
        <translation>Wähle eine Anfrage, um zu sehen, wohin sie ging, was sie gekostet hat und warum.</translation>
    </message>
    <message>
        <source>Filters join such terms; a minus before one turns it round:</source>
        <translation>Filter verbinden solche Angaben; ein Minus davor kehrt eine um:</translation>
    </message>
    <message>
        <source>The ledger cannot be read: %1</source>
        <translation>Das Kassenbuch ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>It still runs. This is known when it has ended.</source>
        <translation>Sie läuft noch. Das steht fest, wenn sie zu Ende ist.</translation>
    </message>
    <message>
        <source>The ledger holds nothing of it: it was refused before any provider was asked.</source>
        <translation>Das Kassenbuch weiß nichts von ihr: Sie wurde abgelehnt, bevor ein Anbieter gefragt wurde.</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>lädt …</translation>
    </message>
    <message>
        <source>the master key</source>
        <translation>der Hauptschlüssel</translation>
    </message>
    <message>
        <source>none needed</source>
        <translation>keiner nötig</translation>
    </message>
    <message>
        <source>the program hung up</source>
        <translation>das Programm hat aufgelegt</translation>
    </message>
    <message>
        <source>cut off: the gateway stopped</source>
        <translation>abgebrochen: das Gateway hielt an</translation>
    </message>
    <message>
        <source>answered here (mock)</source>
        <translation>hier beantwortet (mock)</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Gefragt</translation>
    </message>
    <message>
        <source>Served by</source>
        <translation>Bedient von</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>%1 in, %2 of them cached, %3 out</source>
        <translation>%1 gelesen, davon %2 aus dem Cache, %3 geschrieben</translation>
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
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>%1, streamed</source>
        <translation>%1, gestreamt</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Call id</source>
        <translation>Aufruf-Id</translation>
    </message>
    <message>
        <source>Answer id</source>
        <translation>Antwort-Id</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Provider and model</source>
        <translation>Anbieter und Modell</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>Deployment</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Ended after</source>
        <translation>Zu Ende nach</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>kein Preis</translation>
    </message>
    <message>
        <source>%1 stands for %2.</source>
        <translation>%1 steht für %2.</translation>
    </message>
    <message>
        <source>Input, not cached</source>
        <translation>Eingabe, nicht im Cache</translation>
    </message>
    <message>
        <source>Input, read from cache</source>
        <translation>Eingabe, aus dem Cache</translation>
    </message>
    <message>
        <source>Input, written to cache</source>
        <translation>Eingabe, in den Cache</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Earlier attempts</source>
        <translation>Frühere Versuche</translation>
    </message>
    <message>
        <source>Other parts, discounts and margins</source>
        <translation>Anderes, Rabatte und Aufschläge</translation>
    </message>
    <message>
        <source>an estimate: the gateway stopped meanwhile</source>
        <translation>eine Schätzung: das Gateway hielt währenddessen an</translation>
    </message>
    <message>
        <source>an estimate: no provider was asked</source>
        <translation>eine Schätzung: es wurde kein Anbieter gefragt</translation>
    </message>
    <message>
        <source>an estimate: the provider told no usage</source>
        <translation>eine Schätzung: der Anbieter nannte keinen Verbrauch</translation>
    </message>
    <message>
        <source>the provider's usage</source>
        <translation>dem Verbrauch laut Anbieter</translation>
    </message>
    <message>
        <source>Price table</source>
        <translation>Preistabelle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Billed to</source>
        <translation>Zulasten von</translation>
    </message>
    <message>
        <source>Tokens from</source>
        <translation>Token nach</translation>
    </message>
    <message>
        <source>Saved by this gateway's cache</source>
        <translation>Gespart durch den Cache hier</translation>
    </message>
    <message>
        <source>Saved by the provider's cache</source>
        <translation>Gespart durch Anbieter-Cache</translation>
    </message>
    <message>
        <source>ledger row closed after a crash</source>
        <translation>Buchung nach Absturz geschlossen</translation>
    </message>
    <message>
        <source>no price known for this model</source>
        <translation>kein Preis für dieses Modell bekannt</translation>
    </message>
    <message>
        <source>ledger row closed</source>
        <translation>Buchung geschlossen</translation>
    </message>
    <message>
        <source>The gateway answered by itself, which costs nothing.</source>
        <translation>Das Gateway hat selbst geantwortet; das kostet nichts.</translation>
    </message>
    <message>
        <source>The answer came from this gateway's cache and cost nothing.</source>
        <translation>Die Antwort kam aus dem Cache dieses Gateways und hat nichts gekostet.</translation>
    </message>
    <message>
        <source>No price is known for this model, so the cost is unknown and counted as zero.</source>
        <translation>Für dieses Modell ist kein Preis bekannt; die Kosten sind unbekannt und zählen als null.</translation>
    </message>
    <message>
        <source>It failed before any output, which costs nothing.</source>
        <translation>Sie scheiterte vor jeder Ausgabe; das kostet nichts.</translation>
    </message>
    <message>
        <source>This model is free: its tokens cost nothing.</source>
        <translation>Dieses Modell ist frei: seine Token kosten nichts.</translation>
    </message>
    <message>
        <source>waited %1, received for %2</source>
        <translation>%1 gewartet, %2 lang empfangen</translation>
    </message>
    <message>
        <source>The gateway's own part</source>
        <translation>Anteil des Gateways</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>%1 tokens per second</source>
        <translation>%1 Token je Sekunde</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>What was kept cannot be read: %1</source>
        <translation>Was aufbewahrt wurde, lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>It was longer than what is kept, so only “Raw” can show its beginning.</source>
        <translation>Es war länger als das, was aufbewahrt wird; nur „Roh“ kann seinen Anfang zeigen.</translation>
    </message>
    <message>
        <source>This is no conversation. “Raw” shows it as it is.</source>
        <translation>Das ist kein Gespräch. „Roh“ zeigt es, wie es ist.</translation>
    </message>
    <message>
        <source>Nothing is kept of this request</source>
        <translation>Von dieser Anfrage ist nichts aufbewahrt</translation>
    </message>
    <message>
        <source>Prompts and answers are not kept</source>
        <translation>Prompts und Antworten werden nicht aufbewahrt</translation>
    </message>
    <message>
        <source>It came before they were kept, its time is over, or there was no room for it.</source>
        <translation>Sie kam, bevor aufbewahrt wurde, ihre Zeit ist um, oder es war kein Platz für sie.</translation>
    </message>
    <message>
        <source>Switched on, those of new requests are kept on this computer for a few days, without keys. What is past cannot be brought back.</source>
        <translation>Eingeschaltet werden die von neuen Anfragen einige Tage auf diesem Rechner aufbewahrt, ohne Schlüssel. Vergangenes lässt sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>It could not be switched on: %1</source>
        <translation>Es ließ sich nicht einschalten: %1</translation>
    </message>
    <message>
        <source>Keep them from now on</source>
        <translation>Ab jetzt aufbewahren</translation>
    </message>
    <message>
        <source>Chosen because</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Waited before</source>
        <translation>Gewartet</translation>
    </message>
    <message>
        <source>Attempt %1: %2 does not take %3; left out (drop_params).</source>
        <translation>Versuch %1: %2 kennt %3 nicht; weggelassen (drop_params).</translation>
    </message>
    <message>
        <source>Waited in line</source>
        <translation>In der Schlange</translation>
    </message>
    <message>
        <source>Replay on another model</source>
        <translation>Mit anderem Modell wiederholen</translation>
    </message>
</context>
<context>
    <name>gw::ui::JumpTo</name>
    <message>
        <source>Go to a time</source>
        <translation>Zu einer Zeit gehen</translation>
    </message>
    <message>
        <source>Show the request that came then, or the last one before it</source>
        <translation>Zeigt die Anfrage, die dann kam, oder die letzte davor</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Los</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>gw::ui::KeepPrompts</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Prompts and answers</source>
        <translation>Prompts und Antworten</translation>
    </message>
    <message>
        <source>Keep what programs and models say</source>
        <translation>Aufbewahren, was Programme und Modelle sagen</translation>
    </message>
    <message>
        <source>The file that holds them</source>
        <translation>Die Datei, in der sie stehen</translation>
    </message>
    <message>
        <source>Delete all of it? This cannot be taken back.</source>
        <translation>Alles löschen? Das lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Delete what is kept…</source>
        <translation>Aufbewahrtes löschen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>Requests and answers of all programs are written to a file on this computer and deleted after %n day(s), the oldest first once there are more than %1. Keys and passwords are taken out where they can be recognised; everything else stands there as it was said.</source>
        <translation>
            <numerusform>Anfragen und Antworten aller Programme werden in eine Datei auf diesem Rechner geschrieben und nach %n Tag gelöscht, die ältesten zuerst, sobald es mehr als %1 sind. Schlüssel und Passwörter werden entfernt, wo sie zu erkennen sind; alles andere steht dort, wie es gesagt wurde.</numerusform>
            <numerusform>Anfragen und Antworten aller Programme werden in eine Datei auf diesem Rechner geschrieben und nach %n Tagen gelöscht, die ältesten zuerst, sobald es mehr als %1 sind. Schlüssel und Passwörter werden entfernt, wo sie zu erkennen sind; alles andere steht dort, wie es gesagt wurde.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is kept.</source>
        <translation>Nichts ist aufbewahrt.</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>lädt …</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s), %1. The oldest came on %2.</source>
        <translation>
            <numerusform>%n Anfrage, %1. Die älteste kam am %2.</numerusform>
            <numerusform>%n Anfragen, %1. Die älteste kam am %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) came too fast to be kept.</source>
        <translation>
            <numerusform>%n Anfrage kam zu schnell, um aufbewahrt zu werden.</numerusform>
            <numerusform>%n Anfragen kamen zu schnell, um aufbewahrt zu werden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::KeepingButton</name>
    <message>
        <source>Whether prompts and answers are kept, and for how long</source>
        <translation>Ob Prompts und Antworten aufbewahrt werden, und wie lange</translation>
    </message>
    <message>
        <source>Prompts are not kept</source>
        <translation>Prompts werden nicht aufbewahrt</translation>
    </message>
    <message>
        <source>Prompts kept: %1</source>
        <translation>Prompts aufbewahrt: %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::KeyChange</name>
    <message>
        <source>New key for “%1”</source>
        <translation>Neuer Schlüssel für „%1“</translation>
    </message>
    <message>
        <source>It takes the place of the old one for every model of this account. Your programs notice nothing.</source>
        <translation>Er tritt für jedes Modell dieses Kontos an die Stelle des alten. Ihre Programme merken nichts davon.</translation>
    </message>
    <message>
        <source>These accounts use the same key and get the new one too: %1.</source>
        <translation>Diese Konten benutzen denselben Schlüssel und bekommen auch den neuen: %1.</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
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
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>Trotzdem speichern</translation>
    </message>
</context>
<context>
    <name>gw::ui::KeysPage</name>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Teams</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>Was aufgelistet ist</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search by name, id or team</source>
        <translation>Nach Name, Kennung oder Team suchen</translation>
    </message>
    <message>
        <source>Reading the list</source>
        <translation>Liste wird gelesen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>Neither a name, an id nor a team contains this text.</source>
        <translation>Weder ein Name noch eine Kennung noch ein Team enthält diesen Text.</translation>
    </message>
    <message>
        <source>Make a key, team, user or budget</source>
        <translation>Schlüssel, Team, Benutzer oder Budget anlegen</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>In der Liste suchen</translation>
    </message>
    <message>
        <source>Change the chosen one</source>
        <translation>Ausgewähltes ändern</translation>
    </message>
    <message>
        <source>Block the chosen one or let it in again</source>
        <translation>Ausgewähltes sperren oder wieder zulassen</translation>
    </message>
    <message>
        <source>Show the requests of the chosen one</source>
        <translation>Anfragen des Ausgewählten zeigen</translation>
    </message>
    <message>
        <source>Delete the chosen one</source>
        <translation>Ausgewähltes löschen</translation>
    </message>
    <message>
        <source>New key…</source>
        <translation>Neuer Schlüssel …</translation>
    </message>
    <message>
        <source>New team…</source>
        <translation>Neues Team …</translation>
    </message>
    <message>
        <source>New user…</source>
        <translation>Neuer Benutzer …</translation>
    </message>
    <message>
        <source>New budget…</source>
        <translation>Neues Budget …</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>Noch kein Schlüssel</translation>
    </message>
    <message>
        <source>No team yet</source>
        <translation>Noch kein Team</translation>
    </message>
    <message>
        <source>No user yet</source>
        <translation>Noch kein Benutzer</translation>
    </message>
    <message>
        <source>No shared budget yet</source>
        <translation>Noch kein gemeinsames Budget</translation>
    </message>
    <message>
        <source>Give each program or person a key of its own: with models it may use, a budget and an end. What it spends is then told by its name, and it can be stopped alone.</source>
        <translation>Am besten erhält jedes Programm und jede Person einen eigenen Schlüssel: mit erlaubten Modellen, einem Budget und einem Ende. Ausgaben stehen dann unter seinem Namen, und er lässt sich einzeln sperren.</translation>
    </message>
    <message>
        <source>A team gathers keys under one budget.</source>
        <translation>Ein Team fasst Schlüssel unter einem Budget zusammen.</translation>
    </message>
    <message>
        <source>A user gathers the keys of a person under one budget.</source>
        <translation>Ein Benutzer fasst die Schlüssel einer Person unter einem Budget zusammen.</translation>
    </message>
    <message>
        <source>Limits with a name that keys, teams and users can share; each of them spends for itself.</source>
        <translation>Benannte Grenzen, die Schlüssel, Teams und Benutzer teilen können; jeder gibt für sich aus.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Keys cannot be read</source>
        <translation>Schlüssel lassen sich nicht lesen</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) · the master key has no limits and is not listed</source>
        <translation>
            <numerusform>%n Schlüssel · der Hauptschlüssel hat keine Grenzen und steht nicht in der Liste</numerusform>
            <numerusform>%n Schlüssel · der Hauptschlüssel hat keine Grenzen und steht nicht in der Liste</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n team(s)</source>
        <translation>
            <numerusform>%n Team</numerusform>
            <numerusform>%n Teams</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n user(s)</source>
        <translation>
            <numerusform>%n Benutzer</numerusform>
            <numerusform>%n Benutzer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shared budget(s) · each of those that name one spends for itself</source>
        <translation>
            <numerusform>%n gemeinsames Budget · wer es nennt, gibt für sich aus</numerusform>
            <numerusform>%n gemeinsame Budgets · wer eines nennt, gibt für sich aus</numerusform>
        </translation>
    </message>
    <message>
        <source>paused by budget</source>
        <translation>durch Budget angehalten</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>The key is ready. It is shown only now.</source>
        <translation>Der Schlüssel ist fertig. Er wird nur jetzt gezeigt.</translation>
    </message>
    <message>
        <source>A new secret for “%1”?</source>
        <translation>Neuer Schlüsseltext für „%1“?</translation>
    </message>
    <message>
        <source>The old one ends at once: programs that use it get 401 until they have the new one. Limits and what was spent stay.</source>
        <translation>Der alte endet sofort: Programme, die ihn benutzen, erhalten 401, bis sie den neuen haben. Grenzen und Ausgaben bleiben.</translation>
    </message>
    <message>
        <source>Make a new secret</source>
        <translation>Neuen Schlüsseltext erzeugen</translation>
    </message>
    <message>
        <source>What was recorded of it stays.</source>
        <translation>Aufgezeichnetes bleibt.</translation>
    </message>
    <message numerus="yes">
        <source>Its %n key(s) go with it: programs that use them get 401.</source>
        <translation>
            <numerusform>Sein %n Schlüssel geht mit: Programme, die ihn benutzen, erhalten 401.</numerusform>
            <numerusform>Seine %n Schlüssel gehen mit: Programme, die sie benutzen, erhalten 401.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) are of this user.</source>
        <translation>
            <numerusform>%n Schlüssel gehört diesem Benutzer.</numerusform>
            <numerusform>%n Schlüssel gehören diesem Benutzer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of its holders have no limits of it afterwards.</source>
        <translation>
            <numerusform>%n Inhaber hat danach keine Grenzen mehr daraus.</numerusform>
            <numerusform>%n Inhaber haben danach keine Grenzen mehr daraus.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete “%1”?</source>
        <translation>„%1“ löschen?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>The new secret is ready. It is shown only now.</source>
        <translation>Der neue Schlüsseltext ist fertig. Er wird nur jetzt gezeigt.</translation>
    </message>
    <message>
        <source>“%1” is deleted; programs that use it get 401.</source>
        <translation>„%1“ ist gelöscht; Programme, die ihn benutzen, erhalten 401.</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Portico keeps only a hash of it. If it is lost, make a new secret.</source>
        <translation>Portico behält nur einen Hash. Geht er verloren, hilft ein neuer Schlüsseltext.</translation>
    </message>
    <message>
        <source>This gateway</source>
        <translation>Dieses Gateway</translation>
    </message>
    <message>
        <source>All gateways (database)</source>
        <translation>Alle Gateways (Datenbank)</translation>
    </message>
    <message>
        <source>Whose keys</source>
        <translation>Wessen Schlüssel</translation>
    </message>
    <message>
        <source>PostgreSQL…</source>
        <translation>PostgreSQL …</translation>
    </message>
    <message>
        <source>Reads the keys of all gateways that share a database</source>
        <translation>Liest die Schlüssel aller Gateways an einer gemeinsamen Datenbank</translation>
    </message>
    <message>
        <source>The database is only read here; change keys on their gateway.</source>
        <translation>Die Datenbank wird hier nur gelesen; Schlüssel ändert man an ihrem Gateway.</translation>
    </message>
    <message>
        <source>The database cannot be read</source>
        <translation>Die Datenbank ist nicht lesbar</translation>
    </message>
</context>
<context>
    <name>gw::ui::Legend</name>
    <message>
        <source>Click to take it out of the chart or put it back</source>
        <translation>Klicken nimmt es aus dem Diagramm oder setzt es zurück</translation>
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
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Search or run</source>
        <translation>Suchen, tun</translation>
    </message>
    <message>
        <source>Pause all traffic</source>
        <translation>Allen Verkehr anhalten</translation>
    </message>
    <message>
        <source>Doctor: find what is wrong</source>
        <translation>Doktor: herausfinden, was nicht stimmt</translation>
    </message>
    <message>
        <source>problems check diagnose port proxy certificate</source>
        <translation>Probleme prüfen Diagnose Port Proxy Zertifikat</translation>
    </message>
    <message>
        <source>Lock the vault</source>
        <translation>Tresor sperren</translation>
    </message>
    <message>
        <source>keys secrets close</source>
        <translation>Schlüssel Geheimnisse schließen</translation>
    </message>
    <message>
        <source>Change the vault's passphrase…</source>
        <translation>Passphrase des Tresors ändern…</translation>
    </message>
    <message>
        <source>Copy the address for programs</source>
        <translation>Adresse für Programme kopieren</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Help for this page</source>
        <translation>Hilfe zu dieser Seite</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Recent model</source>
        <translation>Zuletzt benutztes Modell</translation>
    </message>
    <message>
        <source>Resume all traffic</source>
        <translation>Allen Verkehr fortsetzen</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>Das Gateway antwortet nicht</translation>
    </message>
    <message>
        <source>Paused on localhost:%1</source>
        <translation>Angehalten auf localhost:%1</translation>
    </message>
    <message>
        <source>%1 - Portico</source>
        <translation>%1 - Portico</translation>
    </message>
    <message>
        <source>Look at another gateway…</source>
        <translation>Anderes Gateway ansehen …</translation>
    </message>
    <message>
        <source>connect remote server elsewhere address</source>
        <translation>verbinden entfernt Server anderswo Adresse</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>Gateways</translation>
    </message>
    <message>
        <source>Look at this computer's gateway</source>
        <translation>Das Gateway dieses Rechners ansehen</translation>
    </message>
    <message>
        <source>Look at %1</source>
        <translation>%1 ansehen</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation>Verbindung zu %1 wird aufgebaut</translation>
    </message>
    <message>
        <source>Paused on %1</source>
        <translation>Angehalten auf %1</translation>
    </message>
    <message>
        <source>Connected to %1</source>
        <translation>Verbunden mit %1</translation>
    </message>
    <message>
        <source>No connection to %1</source>
        <translation>Keine Verbindung zu %1</translation>
    </message>
    <message>
        <source>%1 cannot be looked at</source>
        <translation>%1 lässt sich nicht ansehen</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Read a PostgreSQL of gateways…</source>
        <translation>Ein PostgreSQL von Gateways lesen …</translation>
    </message>
    <message>
        <source>postgres database sql connect all gateways spend keys</source>
        <translation>postgres datenbank sql verbinden alle gateways ausgaben schlüssel</translation>
    </message>
</context>
<context>
    <name>gw::ui::MessagesView</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s) offered</source>
        <translation>
            <numerusform>%n Werkzeug angeboten</numerusform>
            <numerusform>%n Werkzeuge angeboten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n earlier message(s)</source>
        <translation>
            <numerusform>%n frühere Nachricht zeigen</numerusform>
            <numerusform>%n frühere Nachrichten zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Developer</source>
        <translation>Entwickler</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>said nothing</source>
        <translation>sagte nichts</translation>
    </message>
    <message>
        <source>The answer to this request</source>
        <translation>Die Antwort auf diese Anfrage</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>Was gesagt wurde</translation>
    </message>
    <message>
        <source>Show all %1 characters</source>
        <translation>Alle %1 Zeichen zeigen</translation>
    </message>
    <message>
        <source>Thinking, not shown by the provider</source>
        <translation>Denken, vom Anbieter nicht gezeigt</translation>
    </message>
    <message>
        <source>Thinking: %1</source>
        <translation>Denken: %1</translation>
    </message>
    <message>
        <source>File: %1</source>
        <translation>Datei: %1</translation>
    </message>
    <message>
        <source>Result: %1</source>
        <translation>Ergebnis: %1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source>Another part: %1</source>
        <translation>Anderer Teil: %1</translation>
    </message>
    <message>
        <source>Calls %1 %2</source>
        <translation>Ruft %1 %2</translation>
    </message>
    <message>
        <source>It gave back:</source>
        <translation>Es kam zurück:</translation>
    </message>
    <message>
        <source>Picture: %1</source>
        <translation>Bild: %1</translation>
    </message>
    <message>
        <source>Picture, %1 × %2 pixels, %3</source>
        <translation>Bild, %1 × %2 Pixel, %3</translation>
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
    <name>gw::ui::ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Filter by name or provider</source>
        <translation>Nach Name oder Anbieter filtern</translation>
    </message>
    <message>
        <source>Add deployment…</source>
        <translation>Bereitstellung hinzufügen …</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>No price</source>
        <translation>Ohne Preis</translation>
    </message>
    <message>
        <source>Dollars per million tokens, price table %1</source>
        <translation>Dollar je Million Token, Preistabelle %1</translation>
    </message>
    <message>
        <source>Models and their deployments</source>
        <translation>Modelle und ihre Bereitstellungen</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>Anbieter hinzufügen …</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
    <message>
        <source>Models come with a provider: a service with a key, or a program on this computer.</source>
        <translation>Modelle kommen mit einem Anbieter: einem Dienst mit Schlüssel oder einem Programm auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>No model matches</source>
        <translation>Kein Modell passt</translation>
    </message>
    <message>
        <source>Neither a name nor a provider contains this text.</source>
        <translation>Weder ein Name noch ein Anbieter enthält diesen Text.</translation>
    </message>
    <message>
        <source>Add a deployment</source>
        <translation>Bereitstellung hinzufügen</translation>
    </message>
    <message>
        <source>Test the chosen deployment</source>
        <translation>Gewählte Bereitstellung testen</translation>
    </message>
    <message>
        <source>Edit the chosen deployment</source>
        <translation>Gewählte Bereitstellung bearbeiten</translation>
    </message>
    <message>
        <source>Pause or resume the chosen deployment</source>
        <translation>Gewählte Bereitstellung anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Delete the chosen deployment</source>
        <translation>Gewählte Bereitstellung löschen</translation>
    </message>
    <message>
        <source>A deployment of “%1” was added.</source>
        <translation>Eine Bereitstellung von „%1“ wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>A deployment of “%1” was changed.</source>
        <translation>Eine Bereitstellung von „%1“ wurde geändert.</translation>
    </message>
    <message>
        <source>“%1” gets traffic again.</source>
        <translation>„%1“ bekommt wieder Verkehr.</translation>
    </message>
    <message>
        <source>“%1” is paused and gets no traffic.</source>
        <translation>„%1“ ist angehalten und bekommt keinen Verkehr.</translation>
    </message>
    <message>
        <source>Delete the deployment “%1”?</source>
        <translation>Bereitstellung „%1“ löschen?</translation>
    </message>
    <message>
        <source>“%1” was deleted.</source>
        <translation>„%1“ wurde gelöscht.</translation>
    </message>
    <message>
        <source>Waiting for the answer</source>
        <translation>Die Antwort wird erwartet</translation>
    </message>
    <message>
        <source>It works, after %1.</source>
        <translation>Es funktioniert, nach %1.</translation>
    </message>
    <message>
        <source>It answers after %1: “%2”</source>
        <translation>Die Antwort nach %1: „%2“</translation>
    </message>
</context>
<context>
    <name>gw::ui::Notices</name>
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
        <source>The gateway does not answer</source>
        <translation>Das Gateway antwortet nicht</translation>
    </message>
    <message>
        <source>Nothing has come from it since %1. What is shown is from before; requests may hang. If this lasts, quit Portico and start it again: what was begun is in the ledger.</source>
        <translation>Seit %1 kommt nichts von ihm. Was hier steht, ist von vorher; Anfragen können hängen. Hält das an, beenden Sie Portico und starten Sie es neu: Was begonnen wurde, steht im Kassenbuch.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resume all traffic</source>
        <translation>Allen Verkehr fortsetzen</translation>
    </message>
    <message>
        <source>All traffic is paused</source>
        <translation>Aller Verkehr ist angehalten</translation>
    </message>
    <message>
        <source>Programs that ask now get an error (503). Requests that ran already are finished.</source>
        <translation>Programme, die jetzt anfragen, bekommen einen Fehler (503). Bereits laufende Anfragen werden beendet.</translation>
    </message>
    <message>
        <source>Choose a passphrase…</source>
        <translation>Passphrase wählen…</translation>
    </message>
    <message>
        <source>This desktop has no keychain</source>
        <translation>Dieser Desktop hat keinen Schlüsselbund</translation>
    </message>
    <message>
        <source>Provider keys and Portico's own key can be kept once you have chosen a passphrase. Until then programs are refused.</source>
        <translation>Schlüssel der Anbieter und der eigene von Portico lassen sich ablegen, sobald eine Passphrase gewählt ist. Bis dahin werden Programme abgewiesen.</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>Entsperren…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Unlock the vault</source>
        <translation>Tresor entsperren</translation>
    </message>
    <message>
        <source>The vault is closed</source>
        <translation>Der Tresor ist geschlossen</translation>
    </message>
    <message>
        <source>Models whose keys lie in it answer with an error (503): %1.</source>
        <translation>Modelle, deren Schlüssel darin liegen, antworten mit einem Fehler (503): %1.</translation>
    </message>
    <message>
        <source>Models whose keys lie in it answer with an error (503) until you unlock it.</source>
        <translation>Modelle, deren Schlüssel darin liegen, antworten mit einem Fehler (503), bis er entsperrt ist.</translation>
    </message>
    <message>
        <source>Allow it</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Allow %1</source>
        <translation>%1 erlauben</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorieren</translation>
    </message>
    <message>
        <source>Ignore %1</source>
        <translation>%1 ignorieren</translation>
    </message>
    <message>
        <source>%1 asked and was refused</source>
        <translation>%1 hat angefragt und wurde abgewiesen</translation>
    </message>
    <message>
        <source>Web pages, and apps with a page inside, may ask once you allow them. Allow it if you know what it is.</source>
        <translation>Webseiten und Apps, in denen eine Seite steckt, dürfen anfragen, wenn Sie es erlauben. Erlauben Sie es, wenn Sie wissen, was es ist.</translation>
    </message>
    <message>
        <source>Gateways…</source>
        <translation>Gateways …</translation>
    </message>
    <message>
        <source>%1 cannot be looked at</source>
        <translation>%1 lässt sich nicht ansehen</translation>
    </message>
    <message>
        <source>%1 It is tried again by itself.</source>
        <translation>%1 Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>%1 What is shown is from before %2. The gateway itself may well go on; it is tried again by itself.</source>
        <translation>%1 Was zu sehen ist, stammt von vor %2. Das Gateway selbst läuft vielleicht weiter; es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>No connection to %1</source>
        <translation>Keine Verbindung zu %1</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>That was not done</source>
        <translation>Das wurde nicht gemacht</translation>
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
    <message>
        <source>per hour, not filtered</source>
        <translation>pro Stunde, ungefiltert</translation>
    </message>
    <message>
        <source>of all requests, not filtered</source>
        <translation>aller Anfragen, ungefiltert</translation>
    </message>
</context>
<context>
    <name>gw::ui::PageGuide</name>
    <message>
        <source>Home answers four questions: is the gateway on, which address and key do programs need, what happens now, and what did today cost. The switch turns the gateway off for all programs; requests that run are finished first.</source>
        <translation>Die Übersicht beantwortet vier Fragen: Ist das Gateway eingeschaltet, welche Adresse und welchen Schlüssel brauchen Programme, was geschieht gerade, und was hat der Tag gekostet. Der Schalter schaltet das Gateway für alle Programme aus; laufende Anfragen werden vorher beendet.</translation>
    </message>
    <message>
        <source>Spend adds up what requests cost, by day, program, key, model or provider. Every sum can be followed down to the requests it is made of.</source>
        <translation>Die Ausgaben summieren, was Anfragen kosten, nach Tag, Programm, Schlüssel, Modell oder Anbieter. Jede Summe lässt sich bis zu den Anfragen verfolgen, aus denen sie besteht.</translation>
    </message>
    <message>
        <source>Models shows the names that programs ask for and, under each, the deployments that answer it. Several deployments share the traffic of their name. A paused one gets no traffic; prices are in dollars per million tokens.</source>
        <translation>Die Modelle zeigen die Namen, nach denen Programme fragen, und darunter die Bereitstellungen, die sie beantworten. Mehrere Bereitstellungen teilen sich den Verkehr ihres Namens. Eine angehaltene bekommt keinen Verkehr; Preise gelten in Dollar je Million Token.</translation>
    </message>
    <message>
        <source>Providers are the services that answer: with a key, or a program on this computer that needs none. Keys are kept encrypted and never shown again; a new key takes the place of an old one without a change in your programs.</source>
        <translation>Anbieter sind die Dienste, die antworten: mit einem Schlüssel, oder ein Programm auf diesem Rechner, das keinen braucht. Schlüssel werden verschlüsselt aufbewahrt und nie wieder gezeigt; ein neuer tritt an die Stelle des alten, ohne dass sich in Ihren Programmen etwas ändert.</translation>
    </message>
    <message>
        <source>Routing decides which deployment answers a request, what is tried next when it fails, and how often. The simulation shows the way of a request before you send it.</source>
        <translation>Die Wege bestimmen, welche Bereitstellung eine Anfrage beantwortet, was bei einem Fehler als Nächstes versucht wird und wie oft. Die Simulation zeigt den Weg einer Anfrage, bevor Sie sie senden.</translation>
    </message>
    <message>
        <source>Keys gives each program or person a key of its own, with the models it may use, a budget and limits. A key is shown once, when it is made.</source>
        <translation>Die Schlüssel geben jedem Programm und jeder Person einen eigenen Schlüssel, mit erlaubten Modellen, einem Budget und Grenzen. Ein Schlüssel wird einmal gezeigt, wenn er entsteht.</translation>
    </message>
    <message>
        <source>Clients finds the programs on this computer that can use the gateway and sets them up. You see every change before it is made, and can take it back.</source>
        <translation>Die Programme auf diesem Rechner, die das Gateway benutzen können, werden hier gefunden und eingerichtet. Sie sehen jede Änderung vorher und können sie zurücknehmen.</translation>
    </message>
    <message>
        <source>Playground sends a prompt to one or more models and shows their answers side by side, with time, tokens and cost.</source>
        <translation>Das Testfeld sendet eine Eingabe an ein oder mehrere Modelle und zeigt die Antworten nebeneinander, mit Zeit, Token und Kosten.</translation>
    </message>
    <message>
        <source>Settings holds what is not about one model or key: the network, security, storage, import and export. Changes are written to config.yaml where they belong, and the rest of the file stays as it is.</source>
        <translation>Die Einstellungen enthalten, was nicht ein Modell oder einen Schlüssel betrifft: Netzwerk, Sicherheit, Speicher, Import und Export. Änderungen werden an ihre Stelle in config.yaml geschrieben, und der Rest der Datei bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Ctrl+K finds everything by name, ? lists all keys.</source>
        <translation>Strg+K findet alles beim Namen, ? zeigt alle Tastenkürzel.</translation>
    </message>
    <message>
        <source>Traffic lists every request, newest first, with the program that sent it, the model that answered, its tokens and its cost. Choose a row to see how it was routed and billed; filter to find one. Where prompts are kept, R asks the same once more and Shift+R asks another model.</source>
        <translation>Der Verkehr zeigt jede Anfrage, die neueste zuerst, mit dem Programm, das sie gesendet hat, dem Modell, das geantwortet hat, den Token und den Kosten. Wählen Sie eine Zeile, um zu sehen, wie sie geleitet und berechnet wurde; filtern Sie, um eine zu finden. Wo Prompts aufbewahrt werden, fragt R dasselbe noch einmal und Umschalt+R ein anderes Modell.</translation>
    </message>
</context>
<context>
    <name>gw::ui::PaletteButton</name>
    <message>
        <source>Search or run</source>
        <translation>Suchen, tun</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaceButton</name>
    <message>
        <source>Gateway: %1</source>
        <translation>Gateway: %1</translation>
    </message>
    <message>
        <source>The gateway of this computer. Click to look at another.</source>
        <translation>Das Gateway dieses Rechners. Klicken, um ein anderes anzusehen.</translation>
    </message>
    <message>
        <source>%1. Click to look at another.</source>
        <translation>%1. Klicken, um ein anderes anzusehen.</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaygroundCases</name>
    <message>
        <source>Saved cases</source>
        <translation>Gespeicherte Fälle</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>The cases cannot be written: %1</source>
        <translation>Die Fälle lassen sich nicht speichern: %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaygroundColumn</name>
    <message>
        <source>Copy the answer</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Show its requests in Traffic</source>
        <translation>Anfragen im Verkehr zeigen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>From cache</source>
        <translation>Aus Cache</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 Tok/s</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>ohne Preis</translation>
    </message>
    <message>
        <source>from the cache</source>
        <translation>aus dem Cache</translation>
    </message>
    <message>
        <source>mock</source>
        <translation>Attrappe</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n Versuch</numerusform>
            <numerusform>%n Versuche</numerusform>
        </translation>
    </message>
    <message>
        <source>reasoning</source>
        <translation>überlegt</translation>
    </message>
    <message>
        <source>calling a tool</source>
        <translation>ruft ein Werkzeug</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>streaming</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>error %1</source>
        <translation>Fehler %1</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>nothing asked yet</source>
        <translation>noch nichts gefragt</translation>
    </message>
    <message>
        <source>cut by the token limit</source>
        <translation>an der Token-Grenze abgeschnitten</translation>
    </message>
    <message>
        <source>wants a tool</source>
        <translation>möchte ein Werkzeug</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Überlegung</translation>
    </message>
    <message>
        <source>Tool call: %1</source>
        <translation>Werkzeug: %1</translation>
    </message>
    <message>
        <source>Arguments of %1</source>
        <translation>Argumente von %1</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaygroundOptionsDialog</name>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>For all columns. What is left empty is the model's own, and what a provider does not take is left out or refused as for programs.</source>
        <translation>Für alle Spalten. Was leer bleibt, bestimmt das Modell; was ein Anbieter nicht nimmt, wird wie bei Programmen weggelassen oder abgewiesen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>Höchstens Tokens</translation>
    </message>
    <message>
        <source>the model's own</source>
        <translation>wie das Modell es will</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Überlegung</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>Als Stream</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>A list in OpenAI's form. Nobody calls them here: what you write after a call goes back as its result.</source>
        <translation>Eine Liste in OpenAIs Form. Hier ruft sie niemand auf: Was nach einem Aufruf geschrieben wird, geht als sein Ergebnis zurück.</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaygroundPage</name>
    <message>
        <source>Playground</source>
        <translation>Spielwiese</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>No model to talk to yet</source>
        <translation>Noch kein Modell zum Ausprobieren</translation>
    </message>
    <message>
        <source>Once a provider is there, its models can be asked here, side by side.</source>
        <translation>Sobald ein Anbieter da ist, lassen sich seine Modelle hier nebeneinander fragen.</translation>
    </message>
    <message>
        <source>How many models</source>
        <translation>Wie viele Modelle</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>Parameters…</source>
        <translation>Parameter …</translation>
    </message>
    <message>
        <source>Compare answers</source>
        <translation>Antworten vergleichen</translation>
    </message>
    <message>
        <source>Marks the words that the first answer, or the second one, has for itself</source>
        <translation>Markiert die Wörter, die nur die erste oder die zweite Antwort hat</translation>
    </message>
    <message>
        <source>Cases…</source>
        <translation>Fälle …</translation>
    </message>
    <message>
        <source>Begin a new chat</source>
        <translation>Neues Gespräch beginnen</translation>
    </message>
    <message>
        <source>Stop all answers</source>
        <translation>Alle Antworten anhalten</translation>
    </message>
    <message>
        <source>Choose the parameters</source>
        <translation>Parameter wählen</translation>
    </message>
    <message>
        <source>Save the prompt as a case</source>
        <translation>Prompt als Fall speichern</translation>
    </message>
    <message>
        <source>Open a saved case</source>
        <translation>Gespeicherten Fall öffnen</translation>
    </message>
    <message>
        <source>Save the prompt as a case…</source>
        <translation>Prompt als Fall speichern …</translation>
    </message>
    <message>
        <source>Rename or delete cases…</source>
        <translation>Fälle umbenennen oder löschen …</translation>
    </message>
    <message>
        <source>Save as a case</source>
        <translation>Als Fall speichern</translation>
    </message>
    <message>
        <source>Name; one that is there already is replaced.</source>
        <translation>Name; ein vorhandener Fall wird ersetzt.</translation>
    </message>
    <message>
        <source>The case cannot be written: %1</source>
        <translation>Der Fall lässt sich nicht speichern: %1</translation>
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
    <name>gw::ui::PromptBox</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>What do you want to ask? Files may be pasted or dropped here.</source>
        <translation>Was soll gefragt werden? Dateien lassen sich hier einfügen oder ablegen.</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>Attach…</source>
        <translation>Anhängen …</translation>
    </message>
    <message>
        <source>To begin with:</source>
        <translation>Zum Anfangen:</translation>
    </message>
    <message>
        <source>Explain a term</source>
        <translation>Einen Begriff erklären</translation>
    </message>
    <message>
        <source>Explain in three sentences what a race condition is, with an example.</source>
        <translation>Erkläre in drei Sätzen, was eine Race Condition ist, mit einem Beispiel.</translation>
    </message>
    <message>
        <source>Write a function</source>
        <translation>Eine Funktion schreiben</translation>
    </message>
    <message>
        <source>Write a function in Python that merges overlapping intervals, with two tests.</source>
        <translation>Schreibe eine Funktion in Python, die überlappende Intervalle zusammenführt, mit zwei Tests.</translation>
    </message>
    <message>
        <source>Find the mistake</source>
        <translation>Den Fehler finden</translation>
    </message>
    <message>
        <source>What is wrong with this SQL?
SELECT name, COUNT(*) FROM orders WHERE COUNT(*) &gt; 3;</source>
        <translation>Was ist an diesem SQL falsch?
SELECT name, COUNT(*) FROM orders WHERE COUNT(*) &gt; 3;</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends · with the routing, cache, limits and prices of programs</source>
        <translation>Strg+Eingabe sendet · mit Routing, Cache, Grenzen und Preisen wie bei Programmen</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send to %1</source>
        <translation>An %1 senden</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Dateien anhängen</translation>
    </message>
    <message>
        <source>%1 is larger than %2.</source>
        <translation>%1 ist größer als %2.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>The picture cannot be read.</source>
        <translation>Das Bild ist nicht lesbar.</translation>
    </message>
    <message>
        <source>pasted picture.png</source>
        <translation>eingefügtes Bild.png</translation>
    </message>
    <message>
        <source>All files together may not be larger than %1.</source>
        <translation>Alle Dateien zusammen dürfen nicht größer als %1 sein.</translation>
    </message>
    <message>
        <source>Take it out again</source>
        <translation>Wieder herausnehmen</translation>
    </message>
    <message>
        <source>Take out %1</source>
        <translation>%1 herausnehmen</translation>
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
    <message>
        <source>“%1” was changed.</source>
        <translation>„%1“ wurde geändert.</translation>
    </message>
    <message>
        <source>“%1” has a new key.</source>
        <translation>„%1“ hat einen neuen Schlüssel.</translation>
    </message>
    <message>
        <source>Delete the account “%1”?</source>
        <translation>Konto „%1“ löschen?</translation>
    </message>
    <message>
        <source>Forget its key as well</source>
        <translation>Auch den Schlüssel vergessen</translation>
    </message>
    <message>
        <source>Its key is kept: %1 needs it.</source>
        <translation>Der Schlüssel bleibt: %1 braucht ihn.</translation>
    </message>
    <message>
        <source>“%1” was deleted.</source>
        <translation>„%1“ wurde gelöscht.</translation>
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
    <name>gw::ui::RawView</name>
    <message>
        <source>Which body</source>
        <translation>Welcher Inhalt</translation>
    </message>
    <message>
        <source>Copy the body</source>
        <translation>Inhalt kopieren</translation>
    </message>
    <message>
        <source>The body</source>
        <translation>Der Inhalt</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>To the provider, %1</source>
        <translation>Zum Anbieter, %1</translation>
    </message>
    <message>
        <source>To the provider</source>
        <translation>Zum Anbieter</translation>
    </message>
    <message>
        <source>From the provider, %1</source>
        <translation>Vom Anbieter, %1</translation>
    </message>
    <message>
        <source>From the provider</source>
        <translation>Vom Anbieter</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>what is no text is not kept</source>
        <translation>was kein Text ist, wird nicht aufbewahrt</translation>
    </message>
    <message>
        <source>only the first %1 are kept</source>
        <translation>nur die ersten %1 sind aufbewahrt</translation>
    </message>
    <message>
        <source>keys were taken out</source>
        <translation>Schlüssel wurden entfernt</translation>
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
    <message>
        <source>Only this program in Traffic</source>
        <translation>Nur dieses Programm unter Verkehr</translation>
    </message>
    <message>
        <source>Only this model in Traffic</source>
        <translation>Nur dieses Modell unter Verkehr</translation>
    </message>
    <message>
        <source>Only this provider in Traffic</source>
        <translation>Nur dieser Anbieter unter Verkehr</translation>
    </message>
    <message>
        <source>No request matches the filter.</source>
        <translation>Keine Anfrage passt zum Filter.</translation>
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
    <name>gw::ui::Replay</name>
    <message>
        <source>Replay</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>The same request, another model</source>
        <translation>Dieselbe Anfrage, ein anderes Modell</translation>
    </message>
    <message>
        <source>It goes through the gateway once more and costs what it costs. Models are asked only: no tool is called.</source>
        <translation>Sie geht noch einmal durch das Gateway und kostet, was sie kostet. Modelle werden nur gefragt: Kein Werkzeug wird aufgerufen.</translation>
    </message>
    <message>
        <source>Model to ask</source>
        <translation>Zu fragendes Modell</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Show the new request</source>
        <translation>Neue Anfrage zeigen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>reading what was said…</source>
        <translation>liest, was gesagt wurde …</translation>
    </message>
    <message>
        <source>Nothing is kept of this request, so it cannot be sent again.</source>
        <translation>Von dieser Anfrage ist nichts aufbewahrt, sie kann nicht noch einmal gesendet werden.</translation>
    </message>
    <message>
        <source>What was kept cannot be read: %1</source>
        <translation>Das Aufbewahrte ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>The request was longer than what is kept, so it cannot be sent again.</source>
        <translation>Die Anfrage war länger als das, was aufbewahrt wird, sie kann nicht noch einmal gesendet werden.</translation>
    </message>
    <message>
        <source>Which model shall be asked?</source>
        <translation>Welches Modell soll gefragt werden?</translation>
    </message>
    <message>
        <source>%1 is being asked…</source>
        <translation>%1 wird gefragt …</translation>
    </message>
    <message>
        <source>It was refused with status %1.</source>
        <translation>Sie wurde mit Status %1 abgelehnt.</translation>
    </message>
    <message>
        <source>replay</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Time to first token</source>
        <translation>Zeit bis zum ersten Token</translation>
    </message>
    <message>
        <source>Time altogether</source>
        <translation>Zeit insgesamt</translation>
    </message>
    <message>
        <source>Tokens read</source>
        <translation>Gelesene Tokens</translation>
    </message>
    <message>
        <source>Tokens written</source>
        <translation>Geschriebene Tokens</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>%1: %2 % of the words in common</source>
        <translation>%1: %2 % der Wörter gemeinsam</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
</context>
<context>
    <name>gw::ui::ReviewDiff</name>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>gw::ui::RouteModel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>the only one</source>
        <translation>das einzige</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>This minute</source>
        <translation>Diese Minute</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>1. Token</translation>
    </message>
</context>
<context>
    <name>gw::ui::RoutingPage</name>
    <message>
        <source>Routing</source>
        <translation>Routing</translation>
    </message>
    <message>
        <source>Asking the router</source>
        <translation>Der Router wird gefragt</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>Anbieter hinzufügen…</translation>
    </message>
    <message>
        <source>Nothing to choose from yet</source>
        <translation>Noch nichts zur Auswahl</translation>
    </message>
    <message>
        <source>Once there are models, this page shows which deployment answers for which name, and where requests go when one fails.</source>
        <translation>Sobald es Modelle gibt, zeigt diese Seite, welches Deployment für welchen Namen antwortet und wohin Anfragen gehen, wenn eines versagt.</translation>
    </message>
    <message>
        <source>Strategy, limits and cache</source>
        <translation>Strategie, Grenzen und Cache</translation>
    </message>
    <message>
        <source>How a deployment is chosen</source>
        <translation>Wie ein Deployment gewählt wird</translation>
    </message>
    <message>
        <source>Tries, rests and time-outs</source>
        <translation>Versuche, Ruhezeiten und Zeitgrenzen</translation>
    </message>
    <message>
        <source>Waiting in line</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Cache of answers</source>
        <translation>Cache für Antworten</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>Among the deployments of a name that may be used.</source>
        <translation>Unter den brauchbaren Deployments eines Namens.</translation>
    </message>
    <message>
        <source>not set: by weight</source>
        <translation>nicht gesetzt: nach Gewicht</translation>
    </message>
    <message>
        <source>Skip deployments whose context is too short for the prompt</source>
        <translation>Deployments übergehen, deren Kontext für den Prompt zu kurz ist</translation>
    </message>
    <message>
        <source>Choose by the tags of the request</source>
        <translation>Nach den Tags der Anfrage wählen</translation>
    </message>
    <message>
        <source>Further tries</source>
        <translation>Weitere Versuche</translation>
    </message>
    <message>
        <source>Of a failed request, in the same group.</source>
        <translation>Einer gescheiterten Anfrage, in derselben Gruppe.</translation>
    </message>
    <message>
        <source>Fallbacks of fallbacks</source>
        <translation>Ausweichtiefe</translation>
    </message>
    <message>
        <source>How deep a request may go.</source>
        <translation>Wie tief eine Anfrage gehen darf.</translation>
    </message>
    <message>
        <source>Rest after failures</source>
        <translation>Ruhe nach Fehlern</translation>
    </message>
    <message>
        <source>In seconds.</source>
        <translation>In Sekunden.</translation>
    </message>
    <message>
        <source>Failures before a rest</source>
        <translation>Fehler vor der Ruhe</translation>
    </message>
    <message>
        <source>Not set: by the share of failures in a minute.</source>
        <translation>Nicht gesetzt: nach dem Anteil der Fehler in einer Minute.</translation>
    </message>
    <message>
        <source>by their share</source>
        <translation>nach ihrem Anteil</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>First piece of a stream</source>
        <translation>Erstes Stück eines Streams</translation>
    </message>
    <message>
        <source>as the answer</source>
        <translation>wie die Antwort</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>Gleichzeitig</translation>
    </message>
    <message>
        <source>Requests on one deployment that says nothing itself.</source>
        <translation>Anfragen an ein Deployment, das selbst nichts sagt.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>Places in line</source>
        <translation>Plätze in der Schlange</translation>
    </message>
    <message>
        <source>Of one name; further requests are refused.</source>
        <translation>Für einen Namen; weitere Anfragen werden abgewiesen.</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Längste Wartezeit</translation>
    </message>
    <message>
        <source>Answer repeated requests from the cache</source>
        <translation>Wiederholte Anfragen aus dem Cache beantworten</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>Aufbewahrt in</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>memory (local)</source>
        <translation>Arbeitsspeicher (local)</translation>
    </message>
    <message>
        <source>files (disk)</source>
        <translation>Dateien (disk)</translation>
    </message>
    <message>
        <source>Redis (redis)</source>
        <translation>Redis (redis)</translation>
    </message>
    <message>
        <source>Kept for</source>
        <translation>Aufbewahrt für</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Answers of other namespaces are not found.</source>
        <translation>Antworten anderer Namensräume werden nicht gefunden.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Simulate a request</source>
        <translation>Anfrage simulieren</translation>
    </message>
    <message>
        <source>Add a fallback</source>
        <translation>Ausweichmodell hinzufügen</translation>
    </message>
    <message>
        <source>Send traffic to the chosen deployment again</source>
        <translation>Das gewählte Deployment wieder anfragen</translation>
    </message>
</context>
<context>
    <name>gw::ui::SaveRequest</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gesichert als %1</translation>
    </message>
    <message>
        <source>It could not be saved: %1</source>
        <translation>Das Sichern ist misslungen: %1</translation>
    </message>
    <message>
        <source>Save the request as an HTTP archive</source>
        <translation>Anfrage als HTTP-Archiv sichern</translation>
    </message>
    <message>
        <source>HTTP archive (*.har)</source>
        <translation>HTTP-Archiv (*.har)</translation>
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
    <name>gw::ui::SettingsForm</name>
    <message>
        <source>loading</source>
        <translation>wird geladen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Show as YAML</source>
        <translation>YAML zeigen</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, Zeile %2</translation>
    </message>
    <message>
        <source>Comes from the anchor &amp;%1 in line %2; change it there.</source>
        <translation>Kommt vom Anker &amp;%1 in Zeile %2; dort ändern.</translation>
    </message>
    <message>
        <source>Read from the environment variable %1.</source>
        <translation>Wird aus der Umgebungsvariablen %1 gelesen.</translation>
    </message>
    <message>
        <source>This is not a whole number.</source>
        <translation>Das ist keine ganze Zahl.</translation>
    </message>
    <message>
        <source>This is not a number.</source>
        <translation>Das ist keine Zahl.</translation>
    </message>
    <message>
        <source>This must not be negative.</source>
        <translation>Das darf nicht negativ sein.</translation>
    </message>
    <message>
        <source>At most %1.</source>
        <translation>Höchstens %1.</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>wird gesichert</translation>
    </message>
    <message numerus="yes">
        <source>%n values are not valid</source>
        <translation>
            <numerusform>%n Wert ist ungültig</numerusform>
            <numerusform>%n Werte sind ungültig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>as in the file</source>
        <translation>wie in der Datei</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>saved, in force</source>
        <translation>gesichert und in Kraft</translation>
    </message>
    <message>
        <source>changed by another program meanwhile; look and try again</source>
        <translation>inzwischen von einem anderen Programm geändert; ansehen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>line %1 %2</source>
        <translation>Zeile %1 %2</translation>
    </message>
</context>
<context>
    <name>gw::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Groups of settings</source>
        <translation>Gruppen von Einstellungen</translation>
    </message>
</context>
<context>
    <name>gw::ui::SettingsSections</name>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open folder: %1</source>
        <translation>Ordner öffnen: %1</translation>
    </message>
    <message>
        <source>As the system does</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Counts from the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>As the desktop does</source>
        <translation>Wie die Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>Sprache und Aussehen</translation>
    </message>
    <message>
        <source>Coming from LiteLLM?</source>
        <translation>Bisher LiteLLM?</translation>
    </message>
    <message>
        <source>Portico reads config.yaml of the LiteLLM proxy. Look at what it would take over, then copy it or add its models to yours.</source>
        <translation>Portico liest die config.yaml des LiteLLM-Proxys. Erst ansehen, was übernommen würde, dann kopieren oder die Modelle zu den eigenen hinzufügen.</translation>
    </message>
    <message>
        <source>Import a config…</source>
        <translation>Konfiguration übernehmen…</translation>
    </message>
    <message>
        <source>Address for programs</source>
        <translation>Adresse für Programme</translation>
    </message>
    <message>
        <source>Host and port are said at the start: --host and --port, or HOST and PORT.</source>
        <translation>Rechner und Port werden beim Start genannt: --host und --port, oder HOST und PORT.</translation>
    </message>
    <message>
        <source>Proxy to providers</source>
        <translation>Proxy zu den Anbietern</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>From the environment: https_proxy, http_proxy, all_proxy, no_proxy. A deployment may name its own.</source>
        <translation>Aus der Umgebung: https_proxy, http_proxy, all_proxy, no_proxy. Ein Deployment kann einen eigenen nennen.</translation>
    </message>
    <message>
        <source>From the environment. A deployment may name its own.</source>
        <translation>Aus der Umgebung. Ein Deployment kann einen eigenen nennen.</translation>
    </message>
    <message>
        <source>Where it listens and calls</source>
        <translation>Wo es lauscht und wie es ruft</translation>
    </message>
    <message>
        <source>Further host names</source>
        <translation>Weitere Rechnernamen</translation>
    </message>
    <message>
        <source>Besides localhost; other Host headers are refused, which stops DNS rebinding.</source>
        <translation>Neben localhost; andere Host-Header werden abgewiesen, was DNS-Rebinding verhindert.</translation>
    </message>
    <message>
        <source>Web pages and apps</source>
        <translation>Webseiten und Apps</translation>
    </message>
    <message>
        <source>Origins such as app://obsidian.md, with commas between them.</source>
        <translation>Origins wie app://obsidian.md, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>none: web pages cannot use the gateway</source>
        <translation>keine: Webseiten können das Gateway nicht benutzen</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Only these may call, with commas between them.</source>
        <translation>Nur diese dürfen anfragen, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>Größte Anfrage</translation>
    </message>
    <message>
        <source>In MB; counts from the next start.</source>
        <translation>In MB; gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Who may call</source>
        <translation>Wer anfragen darf</translation>
    </message>
    <message>
        <source>Check certificates</source>
        <translation>Zertifikate prüfen</translation>
    </message>
    <message>
        <source>true, false, or the path of a file with the certificates that count.</source>
        <translation>true, false oder der Pfad einer Datei mit den Zertifikaten, die gelten.</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>In seconds.</source>
        <translation>In Sekunden.</translation>
    </message>
    <message>
        <source>First piece of a stream</source>
        <translation>Erstes Stück eines Streams</translation>
    </message>
    <message>
        <source>as the answer</source>
        <translation>wie die Antwort</translation>
    </message>
    <message>
        <source>Further tries</source>
        <translation>Weitere Versuche</translation>
    </message>
    <message>
        <source>How often a failed request is tried again.</source>
        <translation>Wie oft eine gescheiterte Anfrage wiederholt wird.</translation>
    </message>
    <message>
        <source>How it reaches providers</source>
        <translation>Wie es die Anbieter erreicht</translation>
    </message>
    <message>
        <source>Vault opened by</source>
        <translation>Tresor geöffnet durch</translation>
    </message>
    <message>
        <source>Keys of providers lie in an encrypted vault; config.yaml only names them.</source>
        <translation>Schlüssel der Anbieter liegen in einem verschlüsselten Tresor; config.yaml nennt nur ihre Namen.</translation>
    </message>
    <message>
        <source>Master key</source>
        <translation>Hauptschlüssel</translation>
    </message>
    <message>
        <source>none: only your own programs on this computer may call</source>
        <translation>keiner: nur eigene Programme auf diesem Rechner dürfen anfragen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>without keys and prompts</source>
        <translation>ohne Schlüssel und Prompts</translation>
    </message>
    <message>
        <source>Secrets are cut out of every line and every error; there is nothing to switch on.</source>
        <translation>Geheimes wird aus jeder Zeile und jedem Fehler entfernt; einzuschalten ist nichts.</translation>
    </message>
    <message>
        <source>From: %1. The copy leaves the clipboard after 30 s.</source>
        <translation>Herkunft: %1. Die Kopie verlässt die Zwischenablage nach 30 s.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Header with the key</source>
        <translation>Header mit dem Schlüssel</translation>
    </message>
    <message>
        <source>Programs send their key in this header and no other.</source>
        <translation>Programme senden ihren Schlüssel in diesem Header und in keinem anderen.</translation>
    </message>
    <message>
        <source>Authorization and the usual others</source>
        <translation>Authorization und die üblichen anderen</translation>
    </message>
    <message>
        <source>Refuse requests that name no user</source>
        <translation>Anfragen abweisen, die keinen Benutzer nennen</translation>
    </message>
    <message>
        <source>Pass the programs' x- headers on to providers</source>
        <translation>x-Header der Programme an die Anbieter weitergeben</translation>
    </message>
    <message>
        <source>Never cookies or keys.</source>
        <translation>Nie Cookies oder Schlüssel.</translation>
    </message>
    <message>
        <source>Tell details in /health</source>
        <translation>In /health Einzelheiten nennen</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Models and settings. Another file: --config.</source>
        <translation>Modelle und Einstellungen. Eine andere Datei: --config.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>The ledger, the vault and the window's settings. Another folder: --data-dir.</source>
        <translation>Kassenbuch, Tresor und Einstellungen des Fensters. Ein anderer Ordner: --data-dir.</translation>
    </message>
    <message>
        <source>Copies of the config</source>
        <translation>Kopien der Konfiguration</translation>
    </message>
    <message>
        <source>One before each change.</source>
        <translation>Eine vor jeder Änderung.</translation>
    </message>
    <message>
        <source>Size of the ledger</source>
        <translation>Größe des Kassenbuchs</translation>
    </message>
    <message>
        <source>Every request is kept, in a few hundred bytes; nothing is deleted.</source>
        <translation>Jede Anfrage wird in einigen hundert Bytes aufbewahrt; nichts wird gelöscht.</translation>
    </message>
    <message>
        <source>On this disk</source>
        <translation>Auf diesem Datenträger</translation>
    </message>
    <message>
        <source>A gateway on your desktop between your programs and the providers of models. It speaks what the LiteLLM proxy speaks.</source>
        <translation>Ein Gateway auf dem Schreibtisch zwischen den eigenen Programmen und den Anbietern von Modellen. Es spricht, was der LiteLLM-Proxy spricht.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later</source>
        <translation>GNU General Public License, Version 3 oder neuer</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>Gebaut mit</translation>
    </message>
    <message>
        <source>Also Boost, OpenSSL, libcurl, yaml-cpp, simdjson, QtKeychain and zstd.</source>
        <translation>Außerdem Boost, OpenSSL, libcurl, yaml-cpp, simdjson, QtKeychain und zstd.</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Copy these facts</source>
        <translation>Diese Angaben kopieren</translation>
    </message>
</context>
<context>
    <name>gw::ui::ShortcutList</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
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
    <name>gw::ui::SimulateCard</name>
    <message>
        <source>Simulate</source>
        <translation>Simulieren</translation>
    </message>
    <message>
        <source>nothing is sent</source>
        <translation>nichts wird gesendet</translation>
    </message>
    <message>
        <source>Request to simulate</source>
        <translation>Anfrage zum Simulieren</translation>
    </message>
    <message>
        <source>A line for curl, or a JSON body</source>
        <translation>Eine Zeile für curl oder ein JSON-Rumpf</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Paste a request as programs send it: this shows which deployments would be tried, in which order and why.</source>
        <translation>Füge eine Anfrage ein, wie Programme sie senden: hier steht dann, welche Deployments in welcher Reihenfolge versucht würden und warum.</translation>
    </message>
</context>
<context>
    <name>gw::ui::SnippetCard</name>
    <message>
        <source>Connect a program</source>
        <translation>Programm verbinden</translation>
    </message>
    <message>
        <source>whatever speaks OpenAI's API</source>
        <translation>alles, was die Schnittstelle von OpenAI spricht</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variablen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>What to paste</source>
        <translation>Zum Einfügen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message numerus="yes">
        <source>Copies it with the whole key; it leaves the clipboard after %n second(s)</source>
        <translation>
            <numerusform>Kopiert es mit dem ganzen Schlüssel; nach %n Sekunde verschwindet es aus der Zwischenablage</numerusform>
            <numerusform>Kopiert es mit dem ganzen Schlüssel; nach %n Sekunden verschwindet es aus der Zwischenablage</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendArithmetic</name>
    <message>
        <source>How it was reckoned</source>
        <translation>So wurde gerechnet</translation>
    </message>
    <message>
        <source>Summing up its requests</source>
        <translation>Anfragen werden summiert</translation>
    </message>
    <message>
        <source>Show its requests</source>
        <translation>Anfragen zeigen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>further models</source>
        <translation>weitere Modelle</translation>
    </message>
    <message>
        <source>at other prices, or beside the tokens</source>
        <translation>zu anderen Preisen oder neben den Tokens</translation>
    </message>
    <message>
        <source>Audio, pictures, one-hour cache writes, searches, very long prompts, discounts and margins</source>
        <translation>Audio, Bilder, Cache-Schreiben für eine Stunde, Suchen, sehr lange Prompts, Rabatte und Aufschläge</translation>
    </message>
    <message>
        <source>Attempts: %1</source>
        <translation>Versuche: %1</translation>
    </message>
    <message>
        <source>Exact, to 10⁻¹² of a dollar</source>
        <translation>Genau, bis auf 10⁻¹² Dollar</translation>
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
    <name>gw::ui::SpendModel</name>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendPage</name>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>By whom or what</source>
        <translation>Nach wem oder was</translation>
    </message>
    <message>
        <source>Which days are shown</source>
        <translation>Welche Tage gezeigt werden</translation>
    </message>
    <message>
        <source>What if…</source>
        <translation>Was wäre …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Reading the ledger</source>
        <translation>Kassenbuch wird gelesen</translation>
    </message>
    <message>
        <source>How programs are connected</source>
        <translation>So werden Programme verbunden</translation>
    </message>
    <message>
        <source>No spend in these days</source>
        <translation>Keine Ausgaben in diesen Tagen</translation>
    </message>
    <message>
        <source>Once programs ask through Portico, this page tells what each of them costs, and what the month will come to.</source>
        <translation>Sobald Programme über Portico anfragen, steht hier, was jedes kostet und worauf der Monat hinausläuft.</translation>
    </message>
    <message>
        <source>Per day</source>
        <translation>Pro Tag</translation>
    </message>
    <message>
        <source>days of UTC</source>
        <translation>Tage nach UTC</translation>
    </message>
    <message>
        <source>Click on a day for its requests</source>
        <translation>Ein Klick auf einen Tag zeigt seine Anfragen</translation>
    </message>
    <message>
        <source>How it was reckoned</source>
        <translation>So wurde gerechnet</translation>
    </message>
    <message>
        <source>Its requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Choose the days</source>
        <translation>Tage wählen</translation>
    </message>
    <message>
        <source>What if another model had answered</source>
        <translation>Was, wenn ein anderes Modell geantwortet hätte</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>Tabelle exportieren</translation>
    </message>
    <message>
        <source>Show the requests of the chosen line</source>
        <translation>Anfragen der gewählten Zeile zeigen</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The ledger cannot be read</source>
        <translation>Das Kassenbuch lässt sich nicht lesen</translation>
    </message>
    <message numerus="yes">
        <source>%1 in the %n days before</source>
        <translation>
            <numerusform>%1 an %n Tag davor</numerusform>
            <numerusform>%1 in den %n Tagen davor</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 more than before</source>
        <translation>%1 mehr als davor</translation>
    </message>
    <message>
        <source>%1 less than before</source>
        <translation>%1 weniger als davor</translation>
    </message>
    <message>
        <source>Spent in %1</source>
        <translation>Ausgegeben: %1</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>%1 % of input from cache</source>
        <translation>%1 % der Eingabe aus dem Cache</translation>
    </message>
    <message>
        <source>Forecast, whole month</source>
        <translation>Prognose, ganzer Monat</translation>
    </message>
    <message>
        <source>%1 a day, the mean of 7 days</source>
        <translation>%1 pro Tag, Mittel von 7 Tagen</translation>
    </message>
    <message>
        <source>A day, on average</source>
        <translation>Pro Tag im Mittel</translation>
    </message>
    <message numerus="yes">
        <source>of %n day(s)</source>
        <translation>
            <numerusform>von %n Tag</numerusform>
            <numerusform>von %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved by Portico's cache</source>
        <translation>Durch Porticos Cache gespart</translation>
    </message>
    <message>
        <source>by repeated requests</source>
        <translation>bei wiederholten Anfragen</translation>
    </message>
    <message>
        <source>Every name is taken out of the chart.</source>
        <translation>Alle Namen sind aus dem Diagramm genommen.</translation>
    </message>
    <message>
        <source>%1 opened, %2 closed</source>
        <translation>%1 eröffnet, %2 geschlossen</translation>
    </message>
    <message>
        <source>Requests of this run in the ledger: each that was opened is closed in the end</source>
        <translation>Anfragen dieses Laufs im Kassenbuch: Jede eröffnete wird am Ende geschlossen</translation>
    </message>
    <message numerus="yes">
        <source>%n without a price</source>
        <translation>
            <numerusform>%n ohne Preis</numerusform>
            <numerusform>%n ohne Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>A request with several tags counts for each of them.</source>
        <translation>Eine Anfrage mit mehreren Tags zählt für jeden davon.</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>Show its requests</source>
        <translation>Anfragen zeigen</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>Durch Kommas getrennte Werte (*.csv)</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>Geschrieben nach %1</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 ließ sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>PostgreSQL…</source>
        <translation>PostgreSQL …</translation>
    </message>
    <message>
        <source>Reads what all gateways have spent that share a database</source>
        <translation>Liest, was alle Gateways an einer gemeinsamen Datenbank ausgegeben haben</translation>
    </message>
    <message>
        <source>The database cannot be read</source>
        <translation>Die Datenbank ist nicht lesbar</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendReport</name>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendWhatIf</name>
    <message>
        <source>What if</source>
        <translation>Was wäre, wenn</translation>
    </message>
    <message>
        <source>What if another model had answered?</source>
        <translation>Was, wenn ein anderes Modell geantwortet hätte?</translation>
    </message>
    <message>
        <source>Requests of</source>
        <translation>Anfragen von</translation>
    </message>
    <message>
        <source>%1: %2 in, %3 out per million</source>
        <translation>%1: %2 ein, %3 aus pro Million</translation>
    </message>
    <message>
        <source>Answered by</source>
        <translation>Beantwortet von</translation>
    </message>
    <message>
        <source>The recorded tokens at its price of today. Another model may write more or less, and caches its own way.</source>
        <translation>Die aufgezeichneten Tokens zum heutigen Preis. Ein anderes Modell schreibt vielleicht mehr oder weniger und speichert anders zwischen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No model here has a price.</source>
        <translation>Kein Modell hier hat einen Preis.</translation>
    </message>
    <message>
        <source>Summing up</source>
        <translation>Wird summiert</translation>
    </message>
    <message>
        <source>Answered then</source>
        <translation>Geantwortet hat</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Would cost</source>
        <translation>Würde kosten</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message numerus="yes">
        <source>%n further model(s)</source>
        <translation>
            <numerusform>%n weiteres Modell</numerusform>
            <numerusform>%n weitere Modelle</numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>Something that was used has no price there: it would cost more.</source>
        <translation>Etwas Benutztes hat dort keinen Preis: Es würde mehr kosten.</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendWords</name>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>no team</source>
        <translation>kein Team</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1 without a price</source>
        <translation>%1 ohne Preis</translation>
    </message>
    <message>
        <source>%1 estimated</source>
        <translation>%1 geschätzt</translation>
    </message>
    <message>
        <source>%1 / M</source>
        <translation>%1 / Mio.</translation>
    </message>
    <message>
        <source>uncached in</source>
        <translation>Eingabe ohne Cache</translation>
    </message>
    <message>
        <source>cache read</source>
        <translation>Cache gelesen</translation>
    </message>
    <message>
        <source>cache write</source>
        <translation>Cache geschrieben</translation>
    </message>
    <message>
        <source>output</source>
        <translation>Ausgabe</translation>
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
<context>
    <name>gw::ui::TimeRange</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Gesamte Zeit</translation>
    </message>
</context>
<context>
    <name>gw::ui::TimingBars</name>
    <message>
        <source>Attempts over time</source>
        <translation>Versuche im Zeitverlauf</translation>
    </message>
</context>
<context>
    <name>gw::ui::ToolLine</name>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>old address</source>
        <translation>alte Adresse</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>changed outside</source>
        <translation>anderswo geändert</translation>
    </message>
    <message>
        <source>managed</source>
        <translation>verwaltet</translation>
    </message>
    <message>
        <source>cannot be connected</source>
        <translation>nicht verbindbar</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>its key is blocked</source>
        <translation>sein Schlüssel ist gesperrt</translation>
    </message>
    <message>
        <source>the gateway has another address by now</source>
        <translation>die Adresse des Gateways ist neu</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) changed on %1</source>
        <translation>
            <numerusform>%n Zeile geändert am %1</numerusform>
            <numerusform>%n Zeilen geändert am %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 was changed</source>
        <translation>%1 wurde geändert</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed</source>
        <translation>
            <numerusform>%n Wert wurde geändert</numerusform>
            <numerusform>%n Werte wurden geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>durch %1</translation>
    </message>
    <message>
        <source>is connected in its own settings</source>
        <translation>wird in seinen eigenen Einstellungen verbunden</translation>
    </message>
    <message>
        <source>goes its own way</source>
        <translation>geht seinen eigenen Weg</translation>
    </message>
    <message>
        <source>no budget</source>
        <translation>kein Budget</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>More for %1</source>
        <translation>Mehr für %1</translation>
    </message>
    <message>
        <source>Change its model…</source>
        <translation>Modell ändern…</translation>
    </message>
    <message>
        <source>Launch once</source>
        <translation>Einmal starten</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Open its key</source>
        <translation>Schlüssel öffnen</translation>
    </message>
    <message>
        <source>Open its traffic</source>
        <translation>Verkehr öffnen</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen…</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Update…</source>
        <translation>Aktualisieren…</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>%1 fortsetzen</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>%1 pausieren</translation>
    </message>
    <message>
        <source>Configure…</source>
        <translation>Einrichten…</translation>
    </message>
    <message>
        <source>Steps…</source>
        <translation>Schritte…</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficCells</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n Versuch</numerusform>
            <numerusform>%n Versuche</numerusform>
        </translation>
    </message>
    <message>
        <source>No price is known for this model</source>
        <translation>Für dieses Modell ist kein Preis bekannt</translation>
    </message>
    <message>
        <source>Estimated: the provider told no usage</source>
        <translation>Geschätzt: der Anbieter nannte keinen Verbrauch</translation>
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
        <source>In</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>unknown program</source>
        <translation>unbekanntes Programm</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>kein Preis</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>cut off: the gateway stopped meanwhile</source>
        <translation>abgebrochen: das Gateway hielt währenddessen an</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>answered by the gateway itself (mock)</source>
        <translation>vom Gateway selbst beantwortet (mock)</translation>
    </message>
    <message>
        <source>answered after another try</source>
        <translation>nach einem weiteren Versuch beantwortet</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficChips</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Requests that failed</source>
        <translation>Anfragen, die gescheitert sind</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsam</translation>
    </message>
    <message>
        <source>Requests that took longer than 10 seconds</source>
        <translation>Anfragen, die länger als 10 Sekunden gedauert haben</translation>
    </message>
    <message>
        <source>From cache</source>
        <translation>Aus Cache</translation>
    </message>
    <message>
        <source>Requests of which the provider had a part in its cache</source>
        <translation>Anfragen, von denen der Anbieter einen Teil im Cache hatte</translation>
    </message>
    <message>
        <source>Retried</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Requests that took more than one attempt</source>
        <translation>Anfragen, die mehr als einen Versuch gebraucht haben</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Streams</translation>
    </message>
    <message>
        <source>Requests that were answered piece by piece</source>
        <translation>Anfragen, die Stück für Stück beantwortet wurden</translation>
    </message>
    <message>
        <source>Unpriced</source>
        <translation>Ohne Preis</translation>
    </message>
    <message>
        <source>Requests to models without a known price</source>
        <translation>Anfragen an Modelle ohne bekannten Preis</translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficPage</name>
    <message>
        <source>Traffic</source>
        <translation>Verkehr</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Shows new requests as they come (F)</source>
        <translation>Zeigt neue Anfragen, sobald sie kommen (F)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Saves the shown requests as a file (Ctrl+E)</source>
        <translation>Speichert die gezeigten Anfragen als Datei (Strg+E)</translation>
    </message>
    <message>
        <source>Which time is shown</source>
        <translation>Welche Zeit gezeigt wird</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>lädt …</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Nothing has come in yet</source>
        <translation>Noch ist nichts gekommen</translation>
    </message>
    <message>
        <source>Set a program to this gateway's address: each of its requests appears here, with what it cost.</source>
        <translation>Stell ein Programm auf die Adresse dieses Gateways ein: Jede seiner Anfragen erscheint hier, mit ihren Kosten.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Show all time</source>
        <translation>Gesamte Zeit zeigen</translation>
    </message>
    <message>
        <source>No request matches</source>
        <translation>Keine Anfrage passt</translation>
    </message>
    <message>
        <source>There are requests, but none in this time that the filter lets through.</source>
        <translation>Es gibt Anfragen, aber keine in dieser Zeit, die der Filter durchlässt.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>The ledger cannot be read</source>
        <translation>Das Kassenbuch ist nicht lesbar</translation>
    </message>
    <message>
        <source>Requests are still answered and kept. The reason: %1</source>
        <translation>Anfragen werden weiter beantwortet und verbucht. Der Grund: %1</translation>
    </message>
    <message>
        <source>j/k rows · Enter details · F follow · C curl · Ctrl+G time</source>
        <translation>j/k Zeilen · Eingabe Details · F folgen · C curl · Strg+G Zeit</translation>
    </message>
    <message>
        <source>Filter the requests</source>
        <translation>Anfragen filtern</translation>
    </message>
    <message>
        <source>Export the requests</source>
        <translation>Anfragen exportieren</translation>
    </message>
    <message>
        <source>Go to a time</source>
        <translation>Zu einer Zeit gehen</translation>
    </message>
    <message>
        <source>Go to a time…</source>
        <translation>Zu einer Zeit gehen …</translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s) above</source>
        <translation>
            <numerusform>%n neue Anfrage oben</numerusform>
            <numerusform>%n neue Anfragen oben</numerusform>
        </translation>
    </message>
    <message>
        <source>Only this program</source>
        <translation>Nur dieses Programm</translation>
    </message>
    <message>
        <source>Only this model</source>
        <translation>Nur dieses Modell</translation>
    </message>
    <message>
        <source>Only this provider</source>
        <translation>Nur dieser Anbieter</translation>
    </message>
    <message>
        <source>Only this session</source>
        <translation>Nur diese Sitzung</translation>
    </message>
    <message>
        <source>Only this status</source>
        <translation>Nur dieser Status</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON-Zeilen (*.jsonl)</translation>
    </message>
    <message>
        <source>Export the shown requests</source>
        <translation>Gezeigte Anfragen exportieren</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n Anfrage</numerusform>
            <numerusform>%n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 requests or more</source>
        <translation>%1 Anfragen oder mehr</translation>
    </message>
    <message>
        <source>Copied. What was said is not kept: an example stands in its place.</source>
        <translation>Kopiert. Was gesagt wurde, wird nicht aufbewahrt: ein Beispiel steht an seiner Stelle.</translation>
    </message>
    <message>
        <source>%1 · %2 tokens in, %3 out</source>
        <translation>%1 · %2 Token gelesen, %3 geschrieben</translation>
    </message>
    <message>
        <source>Show Home</source>
        <translation>Übersicht zeigen</translation>
    </message>
    <message>
        <source>The gateway is switched off</source>
        <translation>Das Gateway ist ausgeschaltet</translation>
    </message>
    <message>
        <source>The gateway does not run</source>
        <translation>Das Gateway läuft nicht</translation>
    </message>
    <message>
        <source>Requests do not arrive. The list shows what came before.</source>
        <translation>Anfragen kommen nicht an. Die Liste zeigt, was vorher kam.</translation>
    </message>
    <message>
        <source>The list shows what was read before. The reason: %1</source>
        <translation>Die Liste zeigt, was vorher gelesen wurde. Der Grund: %1</translation>
    </message>
    <message>
        <source>Replay on another model…</source>
        <translation>Mit anderem Modell wiederholen …</translation>
    </message>
    <message>
        <source>Save as HTTP archive…</source>
        <translation>Als HTTP-Archiv sichern …</translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficView</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
</context>
<context>
    <name>gw::ui::Tray</name>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Open Portico</source>
        <translation>Portico öffnen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Listening on localhost:%1</source>
        <translation>Lauscht auf localhost:%1</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>Das Gateway antwortet nicht</translation>
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
        <source>All traffic is paused</source>
        <translation>Aller Verkehr ist angehalten</translation>
    </message>
    <message>
        <source>Resume all traffic</source>
        <translation>Allen Verkehr fortsetzen</translation>
    </message>
    <message>
        <source>Pause all traffic</source>
        <translation>Allen Verkehr anhalten</translation>
    </message>
    <message>
        <source>Connected to %1</source>
        <translation>Verbunden mit %1</translation>
    </message>
    <message>
        <source>No connection to %1</source>
        <translation>Keine Verbindung zu %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::UndoStrip</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>gw::ui::Unsaved</name>
    <message>
        <source>Save what you typed?</source>
        <translation>Speichern, was Sie getippt haben?</translation>
    </message>
    <message>
        <source>%1 holds changes that are not saved. Without saving they are lost.</source>
        <translation>%1 enthält Änderungen, die nicht gespeichert sind. Ohne Speichern gehen sie verloren.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>gw::ui::VaultAccess</name>
    <message>
        <source>Unlock the vault</source>
        <translation>Tresor entsperren</translation>
    </message>
    <message>
        <source>Choose a passphrase</source>
        <translation>Passphrase wählen</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>Passphrase ändern</translation>
    </message>
    <message>
        <source>Your provider keys are kept encrypted. Until the vault is open, models that need them answer with an error.</source>
        <translation>Die Schlüssel der Anbieter sind verschlüsselt abgelegt. Bis der Tresor offen ist, antworten Modelle, die sie brauchen, mit einem Fehler.</translation>
    </message>
    <message>
        <source>This desktop has no keychain, so a passphrase guards your provider keys. You are asked for it after each start. Nobody can restore it: whoever forgets it enters the keys again.</source>
        <translation>Dieser Desktop hat keinen Schlüsselbund, daher schützt eine Passphrase die Schlüssel der Anbieter. Nach jedem Start wird danach gefragt. Niemand kann sie wiederherstellen: Wer sie vergisst, gibt die Schlüssel neu ein.</translation>
    </message>
    <message>
        <source>The new passphrase takes the place of what opens the vault today. Your keys stay as they are.</source>
        <translation>Die neue Passphrase ersetzt, was den Tresor heute öffnet. Die Schlüssel bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Neue Passphrase</translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters</source>
        <translation>
            <numerusform>Mindestens %n Zeichen</numerusform>
            <numerusform>Mindestens %n Zeichen</numerusform>
        </translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>The passphrase is too short.</source>
        <translation>Die Passphrase ist zu kurz.</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>Die beiden sind nicht gleich.</translation>
    </message>
</context>
<context>
    <name>gw::ui::WhoseSpend</name>
    <message>
        <source>This gateway</source>
        <translation>Dieses Gateway</translation>
    </message>
    <message>
        <source>All gateways</source>
        <translation>Alle Gateways</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Whose spend</source>
        <translation>Wessen Ausgaben</translation>
    </message>
    <message>
        <source>All: every gateway on the same database. What was said and reckoned in single requests is known of this one alone.</source>
        <translation>Alle: jedes Gateway an derselben Datenbank. Was in einzelnen Anfragen gesagt und berechnet wurde, ist nur von diesem bekannt.</translation>
    </message>
    <message>
        <source>Which of the gateways on this database</source>
        <translation>Welches der Gateways an dieser Datenbank</translation>
    </message>
    <message>
        <source>PostgreSQL…</source>
        <translation>PostgreSQL …</translation>
    </message>
    <message>
        <source>Reads what all gateways have spent that share a database</source>
        <translation>Liest, was alle Gateways an einer gemeinsamen Datenbank ausgegeben haben</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>Alle an %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::YamlPane</name>
    <message>
        <source>Text of the config</source>
        <translation>Text der Konfiguration</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>wird geladen</translation>
    </message>
    <message>
        <source>Find (Ctrl+F)</source>
        <translation>Suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Übernehmen…</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Sichern…</translation>
    </message>
    <message>
        <source>Shows what changes, then saves (Ctrl+S)</source>
        <translation>Zeigt die Änderungen und sichert dann (Strg+S)</translation>
    </message>
    <message>
        <source>Find in this file</source>
        <translation>In dieser Datei suchen</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>Vorige Stelle (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>Nächste Stelle (F3)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Next (F8)</source>
        <translation>Nächstes (F8)</translation>
    </message>
    <message>
        <source>Ctrl+Space completes keys, Esc leaves the text</source>
        <translation>Strg+Leertaste ergänzt, Esc verlässt den Text</translation>
    </message>
    <message>
        <source>no file in use</source>
        <translation>keine Datei in Gebrauch</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>nicht gesichert</translation>
    </message>
    <message>
        <source>Save or revert this file before you open another.</source>
        <translation>Diese Datei erst sichern oder verwerfen, bevor eine andere geöffnet wird.</translation>
    </message>
    <message>
        <source>changed outside</source>
        <translation>außerhalb geändert</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>wird gesichert</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gesichert</translation>
    </message>
    <message numerus="yes">
        <source>%n errors</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>no errors</source>
        <translation>keine Fehler</translation>
    </message>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n Modell</numerusform>
            <numerusform>%n Modelle</numerusform>
        </translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen…</translation>
    </message>
    <message>
        <source>Load what is there</source>
        <translation>Laden, was da ist</translation>
    </message>
    <message>
        <source>Another program has changed this file</source>
        <translation>Ein anderes Programm hat diese Datei geändert</translation>
    </message>
    <message>
        <source>Nothing of it is overwritten. Compare it with what you typed, or load it; Ctrl+Z brings your text back.</source>
        <translation>Davon wird nichts überschrieben. Mit dem Getippten vergleichen oder laden; Strg+Z bringt den eigenen Text zurück.</translation>
    </message>
    <message>
        <source>Your text over the one on the disk</source>
        <translation>Der eigene Text über den auf dem Datenträger</translation>
    </message>
    <message>
        <source>A copy of the text on the disk is kept under Backups.</source>
        <translation>Eine Kopie des Texts auf dem Datenträger bleibt unter Sicherungen.</translation>
    </message>
    <message>
        <source>Save mine</source>
        <translation>Eigenen Text sichern</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%n places</source>
        <translation>
            <numerusform>%n Stelle</numerusform>
            <numerusform>%n Stellen</numerusform>
        </translation>
    </message>
    <message>
        <source>This text has errors: the gateway goes on with the config that is in force.</source>
        <translation>Dieser Text hat Fehler: Das Gateway bleibt bei der Konfiguration, die in Kraft ist.</translation>
    </message>
    <message>
        <source>Rows with errors are left out.</source>
        <translation>Zeilen mit Fehlern bleiben weg.</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>%1 sichern</translation>
    </message>
    <message>
        <source>The change is in force at once. A copy of the old text is kept under Backups.</source>
        <translation>Die Änderung gilt sofort. Eine Kopie des alten Texts bleibt unter Sicherungen.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>Trotzdem sichern</translation>
    </message>
    <message>
        <source>The file could not be saved</source>
        <translation>Die Datei konnte nicht gesichert werden</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Text that was not saved is back</source>
        <translation>Nicht gespeicherter Text ist wieder da</translation>
    </message>
    <message>
        <source>Portico ended before you saved it. Look at the changes, then save or discard them.</source>
        <translation>Portico wurde beendet, bevor Sie gespeichert haben. Sehen Sie sich die Änderungen an, dann speichern oder verwerfen Sie sie.</translation>
    </message>
</context>
<context>
    <name>gw::ui::routewords</name>
    <message>
        <source>by weight</source>
        <translation>nach Gewicht</translation>
    </message>
    <message>
        <source>least busy</source>
        <translation>am wenigsten beschäftigt</translation>
    </message>
    <message>
        <source>least used this minute</source>
        <translation>am wenigsten genutzt</translation>
    </message>
    <message>
        <source>fastest</source>
        <translation>am schnellsten</translation>
    </message>
    <message>
        <source>cheapest</source>
        <translation>am billigsten</translation>
    </message>
    <message>
        <source>only deployment</source>
        <translation>einziges Deployment</translation>
    </message>
    <message>
        <source>only one left</source>
        <translation>einziges übriges</translation>
    </message>
    <message>
        <source>retry %1</source>
        <translation>%1. Wiederholung</translation>
    </message>
    <message>
        <source>fallback from %1</source>
        <translation>Ausweichen von %1</translation>
    </message>
    <message>
        <source>rests for %1 s after %2</source>
        <translation>ruht %1 s nach %2</translation>
    </message>
    <message>
        <source>is busy with %1 requests</source>
        <translation>ist mit %1 Anfragen ausgelastet</translation>
    </message>
    <message>
        <source>its last health check failed</source>
        <translation>die letzte Prüfung ist gescheitert</translation>
    </message>
    <message>
        <source>another one holds what the request refers to</source>
        <translation>ein anderes hat, worauf sich die Anfrage bezieht</translation>
    </message>
    <message>
        <source>another one served this before</source>
        <translation>ein anderes hat das vorher bedient</translation>
    </message>
    <message>
        <source>failed this request already</source>
        <translation>hat bei dieser Anfrage schon versagt</translation>
    </message>
    <message>
        <source>takes %1 tokens, the prompt has about %2</source>
        <translation>nimmt %1 Token, der Prompt hat etwa %2</translation>
    </message>
    <message>
        <source>has used up its %1 requests this minute</source>
        <translation>hat seine %1 Anfragen dieser Minute verbraucht</translation>
    </message>
    <message>
        <source>has used up its rates this minute</source>
        <translation>hat seine Grenzen dieser Minute erreicht</translation>
    </message>
    <message>
        <source>its region is not known</source>
        <translation>die Region ist nicht bekannt</translation>
    </message>
    <message>
        <source>is in region %1</source>
        <translation>ist in der Region %1</translation>
    </message>
    <message>
        <source>its tags do not fit</source>
        <translation>die Tags passen nicht</translation>
    </message>
    <message>
        <source>order %1 goes first</source>
        <translation>Stufe %1 kommt zuerst</translation>
    </message>
    <message>
        <source>its order has been tried</source>
        <translation>die Stufe wurde schon versucht</translation>
    </message>
    <message>
        <source>Exceeded budget for %1: %2 &gt;= %3</source>
        <translation>Budget überschritten für %1: %2 &gt;= %3</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>rests, %1 s</source>
        <translation>ruht, %1 s</translation>
    </message>
    <message>
        <source>on trial</source>
        <translation>auf Probe</translation>
    </message>
    <message>
        <source>check failed</source>
        <translation>Prüfung gescheitert</translation>
    </message>
    <message>
        <source>full</source>
        <translation>ausgelastet</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>Gets no traffic for %1 s more, after %2 (status %3).</source>
        <translation>Bekommt noch %1 s keine Anfragen, nach %2 (Status %3).</translation>
    </message>
    <message>
        <source>Has rested: gets one request at a time until one is answered.</source>
        <translation>Hat geruht: bekommt nur eine Anfrage auf einmal, bis eine beantwortet ist.</translation>
    </message>
    <message>
        <source>Its last health check failed.</source>
        <translation>Die letzte Prüfung ist gescheitert.</translation>
    </message>
    <message>
        <source>Takes no more requests until one of its %1 is answered.</source>
        <translation>Nimmt keine weiteren Anfragen, bis eine von %1 beantwortet ist.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
</TS>