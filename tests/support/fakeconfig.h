#pragma once

#include "core/client/configclient.h"

#include <QHash>
#include <QMetaObject>

#include <functional>

namespace gw::test {

// A config that does what a test says: it records what was asked and answers by the event loop.
class FakeConfig final : public client::ConfigClient
{
    Q_OBJECT

public:
    QStringList calls;
    client::ConfigFacts known;
    std::vector<client::ConfigKey> knownKeys;
    client::ConfigTexts texts;
    // What is found in a text; nothing when null.
    std::function<client::ConfigCheck(const QString &text)> checker;
    std::vector<client::ConfigValue> values;   // What is not here is Missing.
    client::ConfigSaved next{
        client::ConfigSaved::State::Saved, {}, QStringLiteral("/b/config.yaml.bak-1"), {}};
    std::vector<client::ConfigEdit> edits;   // Of the last edit().
    std::vector<client::ConfigBackup> backups;
    QHash<QString, QString> backupTexts;
    client::ImportPreview preview;
    std::vector<int> rows;   // Of the last importConfig().

    client::ConfigFacts facts() const override { return known; }
    std::vector<client::ConfigKey> keys() const override { return knownKeys; }
    client::Token requestTexts() override
    {
        return later([this](client::Token token) { Q_EMIT textsReady(token, texts); });
    }
    client::Token check(const QString &, const QString &text) override
    {
        client::ConfigCheck result;
        result.usable = true;
        if (checker)
            result = checker(text);
        return later([this, result](client::Token token) { Q_EMIT checked(token, result); });
    }
    client::Token requestValues(const std::vector<client::ConfigPath> &paths) override
    {
        std::vector<client::ConfigValue> out;
        for (const client::ConfigPath &path : paths) {
            client::ConfigValue value;
            value.path = path;
            for (const client::ConfigValue &one : values)
                if (one.path == path)
                    value = one;
            out.push_back(value);
        }
        return later([this, out](client::Token token) { Q_EMIT valuesReady(token, out); });
    }
    client::Token save(const QString &file, const QString &text, const QString &seen) override
    {
        calls << QStringLiteral("save %1 %2").arg(file, seen);
        if (next.ok()) {
            for (client::ConfigFile &one : texts.files)
                if (one.path == file)
                    one = {file, text, QStringLiteral("hash%1").arg(calls.size()), true};
        }
        return laterSaved();
    }
    client::Token edit(const std::vector<client::ConfigEdit> &wanted) override
    {
        calls << QStringLiteral("edit %1").arg(wanted.size());
        edits = wanted;
        if (next.ok()) {
            for (const client::ConfigEdit &one : wanted) {
                std::erase_if(values, [&](const auto &value) { return value.path == one.path; });
                if (one.op == client::ConfigEdit::Op::Set)
                    values.push_back({one.path,
                                      one.value,
                                      {client::ConfigOrigin::Kind::Plain, known.configPath, 7, 3, {}}});
            }
        }
        return laterSaved();
    }
    client::Token requestBackups() override
    {
        return later([this](client::Token token) { Q_EMIT backupsReady(token, backups); });
    }
    client::Token readBackup(const QString &backup) override
    {
        return later([this, backup](client::Token token) {
            Q_EMIT backupReady(token, backupTexts.value(backup), {});
        });
    }
    client::Token previewImport(const QString &path) override
    {
        calls << QStringLiteral("previewImport %1").arg(path);
        return later([this](client::Token token) { Q_EMIT importReady(token, preview); });
    }
    client::Token importConfig(const QString &path, client::ImportKind kind,
                               const std::vector<int> &wanted) override
    {
        calls << QStringLiteral("importConfig %1 %2").arg(path).arg(int(kind));
        rows = wanted;
        return laterSaved();
    }

private:
    template <typename Call>
    client::Token later(Call call)
    {
        const client::Token token = ++m_last;
        QMetaObject::invokeMethod(
            this, [call, token] { call(token); }, Qt::QueuedConnection);
        return token;
    }
    client::Token laterSaved()
    {
        return later([this, result = next](client::Token token) { Q_EMIT saved(token, result); });
    }

    client::Token m_last = 0;
};

}   // namespace gw::test
