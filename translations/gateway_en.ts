<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>gw::ui::PresetGallery</name>
    <message numerus="yes">
        <source>All %n provider(s)…</source>
        <translation>
            <numerusform>%n provider…</numerusform>
            <numerusform>All %n providers…</numerusform>
        </translation>
    </message>
</context>
</TS>
