<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>gw::client::Doctor</name>
    <message numerus="yes">
        <source>The configuration is in force, with %n deployments</source>
        <translation>
            <numerusform>The configuration is in force, with %n deployment</numerusform>
            <numerusform>The configuration is in force, with %n deployments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::remote::Desk</name>
    <message numerus="yes">
        <source>The gateway did not answer this within %n second(s).</source>
        <translation>
            <numerusform>The gateway did not answer this within %n second.</numerusform>
            <numerusform>The gateway did not answer this within %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::remote::Link</name>
    <message numerus="yes">
        <source>Nothing has come from the gateway for %n second(s).</source>
        <translation>
            <numerusform>Nothing has come from the gateway for %n second.</numerusform>
            <numerusform>Nothing has come from the gateway for %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The gateway did not answer within %n second(s).</source>
        <translation>
            <numerusform>The gateway did not answer within %n second.</numerusform>
            <numerusform>The gateway did not answer within %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::AccountCard</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::AddProvider</name>
    <message numerus="yes">
        <source>Search %n provider(s)</source>
        <translation>
            <numerusform>Search %n provider</numerusform>
            <numerusform>Search %n providers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It works and lists %n model(s).</source>
        <translation>
            <numerusform>It works and lists %n model.</numerusform>
            <numerusform>It works and lists %n models.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::ClientDiff</name>
    <message numerus="yes">
        <source>Change %n file(s)</source>
        <translation>
            <numerusform>Change %n file</numerusform>
            <numerusform>Change %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) change. Everything else stays as it is, byte for byte.</source>
        <translation>
            <numerusform>%n file changes. Everything else stays as it is, byte for byte.</numerusform>
            <numerusform>%n files change. Everything else stays as it is, byte for byte.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::ConfirmRemoval</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::ConnectionTest</name>
    <message numerus="yes">
        <source>It works and lists %n model(s).</source>
        <translation>
            <numerusform>It works and lists %n model.</numerusform>
            <numerusform>It works and lists %n models.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::DatabaseConnection</name>
    <message numerus="yes">
        <source>%n gateway(s)</source>
        <translation>
            <numerusform>%n gateway</numerusform>
            <numerusform>%n gateways</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::DecisionPath</name>
    <message numerus="yes">
        <source>all are busy: it would wait in line behind %n other(s)</source>
        <translation>
            <numerusform>all are busy: it would wait in line behind %n other</numerusform>
            <numerusform>all are busy: it would wait in line behind %n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up to %n further tries in a group</source>
        <translation>
            <numerusform>up to %n further try in a group</numerusform>
            <numerusform>up to %n further tries in a group</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::DeploymentCard</name>
    <message numerus="yes">
        <source>Requests for this name are shared by %n deployment(s).</source>
        <translation>
            <numerusform>Requests for this name are answered by %n deployment.</numerusform>
            <numerusform>Requests for this name are shared by %n deployments.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::DeploymentModel</name>
    <message numerus="yes">
        <source>%n deployment(s)</source>
        <translation>
            <numerusform>%n deployment</numerusform>
            <numerusform>%n deployments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::DiffView</name>
    <message numerus="yes">
        <source>⋯ %n lines unchanged</source>
        <translation>
            <numerusform>⋯ %n line unchanged</numerusform>
            <numerusform>⋯ %n lines unchanged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::EngineCard</name>
    <message numerus="yes">
        <source>Copies the master key; it leaves the clipboard after %n second(s)</source>
        <translation>
            <numerusform>Copies the master key; it leaves the clipboard after %n second</numerusform>
            <numerusform>Copies the master key; it leaves the clipboard after %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n in flight</numerusform>
            <numerusform>%n in flight</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::ExportLine</name>
    <message numerus="yes">
        <source>%n request(s) were exported to %1</source>
        <translation>
            <numerusform>%n request was exported to %1</numerusform>
            <numerusform>%n requests were exported to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::FirstSteps</name>
    <message numerus="yes">
        <source>%1 runs on this computer with %n model(s) and needs no key.</source>
        <translation>
            <numerusform>%1 runs on this computer with %n model and needs no key.</numerusform>
            <numerusform>%1 runs on this computer with %n models and needs no key.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::GatewayChoice</name>
    <message numerus="yes">
        <source>%n deployment(s)</source>
        <translation>
            <numerusform>%n deployment</numerusform>
            <numerusform>%n deployments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::GroupsCard</name>
    <message numerus="yes">
        <source>%n failure(s) this minute</source>
        <translation>
            <numerusform>%n failure this minute</numerusform>
            <numerusform>%n failures this minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Requests for this name are shared by %n deployment(s).</source>
        <translation>
            <numerusform>Requests for this name go to %n deployment.</numerusform>
            <numerusform>Requests for this name are shared by %n deployments.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderCard</name>
    <message numerus="yes">
        <source>and %n earlier</source>
        <translation>
            <numerusform>and %n earlier</numerusform>
            <numerusform>and %n earlier</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderWords</name>
    <message numerus="yes">
        <source>shared by %n</source>
        <translation>
            <numerusform>shared by %n</numerusform>
            <numerusform>shared by %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>expires in %n day(s)</source>
        <translation>
            <numerusform>expires in %n day</numerusform>
            <numerusform>expires in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::ImportConfig</name>
    <message numerus="yes">
        <source>%n settings in effect</source>
        <translation>
            <numerusform>%n setting in effect</numerusform>
            <numerusform>%n settings in effect</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without effect yet</source>
        <translation>
            <numerusform>%n without effect yet</numerusform>
            <numerusform>%n without effect yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n models to mine</source>
        <translation>
            <numerusform>Add %n model to mine</numerusform>
            <numerusform>Add %n models to mine</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::KeepPrompts</name>
    <message numerus="yes">
        <source>Requests and answers of all programs are written to a file on this computer and deleted after %n day(s), the oldest first once there are more than %1. Keys and passwords are taken out where they can be recognised; everything else stands there as it was said.</source>
        <translation>
            <numerusform>Requests and answers of all programs are written to a file on this computer and deleted after %n day, the oldest first once there are more than %1. Keys and passwords are taken out where they can be recognised; everything else stands there as it was said.</numerusform>
            <numerusform>Requests and answers of all programs are written to a file on this computer and deleted after %n days, the oldest first once there are more than %1. Keys and passwords are taken out where they can be recognised; everything else stands there as it was said.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s), %1. The oldest came on %2.</source>
        <translation>
            <numerusform>%n request, %1. The oldest came on %2.</numerusform>
            <numerusform>%n requests, %1. The oldest came on %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) came too fast to be kept.</source>
        <translation>
            <numerusform>%n request came too fast to be kept.</numerusform>
            <numerusform>%n requests came too fast to be kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::KeysPage</name>
    <message numerus="yes">
        <source>%n key(s) · the master key has no limits and is not listed</source>
        <translation>
            <numerusform>%n key · the master key has no limits and is not listed</numerusform>
            <numerusform>%n keys · the master key has no limits and is not listed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n team(s)</source>
        <translation>
            <numerusform>%n team</numerusform>
            <numerusform>%n teams</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n user(s)</source>
        <translation>
            <numerusform>%n user</numerusform>
            <numerusform>%n users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shared budget(s) · each of those that name one spends for itself</source>
        <translation>
            <numerusform>%n shared budget · each of those that name it spends for itself</numerusform>
            <numerusform>%n shared budgets · each of those that name one spends for itself</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its %n key(s) go with it: programs that use them get 401.</source>
        <translation>
            <numerusform>Its %n key goes with it: programs that use it get 401.</numerusform>
            <numerusform>Its %n keys go with it: programs that use them get 401.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) are of this user.</source>
        <translation>
            <numerusform>%n key is of this user.</numerusform>
            <numerusform>%n keys are of this user.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of its holders have no limits of it afterwards.</source>
        <translation>
            <numerusform>%n of its holders has no limits of it afterwards.</numerusform>
            <numerusform>%n of its holders have no limits of it afterwards.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n in flight</numerusform>
            <numerusform>%n in flight</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::MessagesView</name>
    <message numerus="yes">
        <source>%n tool(s) offered</source>
        <translation>
            <numerusform>%n tool offered</numerusform>
            <numerusform>%n tools offered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n earlier message(s)</source>
        <translation>
            <numerusform>Show %n earlier message</numerusform>
            <numerusform>Show %n earlier messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::ModelPicker</name>
    <message numerus="yes">
        <source>%1 of %n chosen</source>
        <translation>
            <numerusform>%1 of %n chosen</numerusform>
            <numerusform>%1 of %n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::Overview</name>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) without a price</source>
        <translation>
            <numerusform>%n request without a price</numerusform>
            <numerusform>%n requests without a price</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaygroundColumn</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::PresetGallery</name>
    <message numerus="yes">
        <source>All %n provider(s)…</source>
        <translation>
            <numerusform>%n provider…</numerusform>
            <numerusform>All %n providers…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::RouteModel</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::SettingsForm</name>
    <message numerus="yes">
        <source>%n values are not valid</source>
        <translation>
            <numerusform>%n value is not valid</numerusform>
            <numerusform>%n values are not valid</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::SnippetCard</name>
    <message numerus="yes">
        <source>Copies it with the whole key; it leaves the clipboard after %n second(s)</source>
        <translation>
            <numerusform>Copies it with the whole key; it leaves the clipboard after %n second</numerusform>
            <numerusform>Copies it with the whole key; it leaves the clipboard after %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendPage</name>
    <message numerus="yes">
        <source>%1 in the %n days before</source>
        <translation>
            <numerusform>%1 in the %n day before</numerusform>
            <numerusform>%1 in the %n days before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n day(s)</source>
        <translation>
            <numerusform>of %n day</numerusform>
            <numerusform>of %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a price</source>
        <translation>
            <numerusform>%n without a price</numerusform>
            <numerusform>%n without a price</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendWhatIf</name>
    <message numerus="yes">
        <source>%n further model(s)</source>
        <translation>
            <numerusform>%n further model</numerusform>
            <numerusform>%n further models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::ToolLine</name>
    <message numerus="yes">
        <source>%n line(s) changed on %1</source>
        <translation>
            <numerusform>%n line changed on %1</numerusform>
            <numerusform>%n lines changed on %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed</source>
        <translation>
            <numerusform>%n value was changed</numerusform>
            <numerusform>%n values were changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficCells</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficPage</name>
    <message numerus="yes">
        <source>%n new request(s) above</source>
        <translation>
            <numerusform>%n new request above</numerusform>
            <numerusform>%n new requests above</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::VaultAccess</name>
    <message numerus="yes">
        <source>At least %n characters</source>
        <translation>
            <numerusform>At least %n character</numerusform>
            <numerusform>At least %n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::YamlPane</name>
    <message numerus="yes">
        <source>%n errors</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n places</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
</context>
</TS>