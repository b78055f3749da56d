#include "core/localclient/configchanger.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace gw::client {

namespace {

ChangeResult failed(const QString &problem)
{
    return {false, problem, false};
}

config::EditOptions optionsFor(const std::string &backupFolder)
{
    return {backupFolder, QDateTime::currentMSecsSinceEpoch() * 1000, {}};
}

QString problemOf(const config::SaveOutcome &outcome)
{
    if (outcome.state == config::SaveOutcome::State::Conflict)
        return ConfigChanger::tr(
            "The configuration file was changed by another program in the meantime. Nothing was "
            "written; look again and repeat the change.");
    const QString message = QString::fromStdString(outcome.problem.message);
    if (outcome.problem.where.line <= 0)
        return message;
    return ConfigChanger::tr("%1 (line %2 of %3)")
        .arg(message)
        .arg(outcome.problem.where.line)
        .arg(QFileInfo(QString::fromStdString(outcome.problem.where.file)).fileName());
}

}   // namespace

ConfigChanger::ConfigChanger(config::Vault &vault, Places places)
    : m_vault(vault)
    , m_places(std::move(places))
{}

void ConfigChanger::store(const std::string &name, const Secret &secret)
{
    m_keys[name] = secret;
}

void ConfigChanger::forget(const std::string &name)
{
    m_keys[name] = Secret();
}

ConfigChanger::Keys ConfigChanger::keysNow(const Keys &of) const
{
    Keys now;
    for (const auto &[name, secret] : of) {
        const auto kept = m_vault.resolve(name);
        now[name] = kept.ok() ? kept.value() : Secret();
    }
    return now;
}

Result<void> ConfigChanger::exchangeKeys(const Keys &keys)
{
    for (const auto &[name, secret] : keys) {
        if (!secret.isEmpty()) {
            GW_CHECK(m_vault.store(name, secret));
        } else if (m_vault.resolve(name).ok()) {
            GW_CHECK(m_vault.remove(name));
        }
    }
    return {};
}

ChangeResult ConfigChanger::apply(const config::ConfigFiles &files, std::span<const config::Edit> edits)
{
    const Keys wanted = std::exchange(m_keys, {});
    Done done;
    done.before = files.files();
    done.keysBefore = keysNow(wanted);
    // Should putting back fail as well, the vault says so at the next look-up.
    const auto putBack = [&] { [[maybe_unused]] const auto back = exchangeKeys(done.keysBefore); };
    if (const auto exchanged = exchangeKeys(wanted); !exchanged.ok()) {
        putBack();
        return failed(ConfigChanger::tr("The key could not be kept: %1")
                          .arg(QString::fromStdString(exchanged.error().message)));
    }
    if (!edits.empty()) {
        QDir().mkpath(QFileInfo(QString::fromStdString(m_places.configPath)).path());
        config::EditOptions options = optionsFor(m_places.backupFolder);
        options.seen = files.hash();
        const auto outcome = config::editConfig(m_places.configPath, edits, {}, options);
        if (!outcome.ok()) {
            putBack();
            return failed(problemOf(outcome));
        }
    }
    const auto now = config::ConfigFiles::read(m_places.configPath);
    for (const config::FileText &file : done.before) {
        const config::FileText *after = now.find(file.path);
        done.after.push_back(after ? *after : file);
    }
    m_done = std::move(done);
    m_places.reload();
    return {true, {}, true};
}

ChangeResult ConfigChanger::undo()
{
    if (!m_done)
        return failed(ConfigChanger::tr("There is nothing to take back."));
    const Done done = *std::exchange(m_done, std::nullopt);
    std::vector<config::NewText> texts;
    for (std::size_t i = 0; i < done.before.size(); ++i) {
        if (done.before[i].hash != done.after[i].hash)
            texts.push_back({done.before[i].path, done.before[i].text, done.after[i].hash});
    }
    if (const auto outcome = config::saveTexts(texts, optionsFor(m_places.backupFolder)); !outcome.ok())
        return failed(problemOf(outcome));
    if (const auto back = exchangeKeys(done.keysBefore); !back.ok())
        return failed(QString::fromStdString(back.error().message));
    m_places.reload();
    return {true, {}, false};
}

}   // namespace gw::client
