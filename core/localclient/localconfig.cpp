#include "core/localclient/localconfig.h"

#include "core/config/atomicfile.h"
#include "core/config/configfiles.h"
#include "core/config/keydocs.h"
#include "core/localclient/configimport.h"
#include "core/localclient/texts.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>

#include <algorithm>
#include <set>

namespace gw::client {

namespace {

ConfigSaved savedOf(const config::SaveOutcome &outcome)
{
    ConfigSaved out;
    switch (outcome.state) {
    case config::SaveOutcome::State::Saved:
        out.state = ConfigSaved::State::Saved;
        break;
    case config::SaveOutcome::State::Conflict:
        out.state = ConfigSaved::State::Conflict;
        break;
    case config::SaveOutcome::State::Refused:
        out.state = ConfigSaved::State::Refused;
        break;
    case config::SaveOutcome::State::Failed:
        out.state = ConfigSaved::State::Failed;
        break;
    }
    out.problem = problemOf(outcome.problem);
    out.backup = text(outcome.backup);
    return out;
}

ConfigOrigin originOf(const config::Origin &origin)
{
    ConfigOrigin out;
    switch (origin.kind) {
    case config::Origin::Kind::Missing:
        out.kind = ConfigOrigin::Kind::Missing;
        break;
    case config::Origin::Kind::Plain:
        out.kind = ConfigOrigin::Kind::Plain;
        break;
    case config::Origin::Kind::Alias:
        out.kind = ConfigOrigin::Kind::Alias;
        break;
    case config::Origin::Kind::Merge:
        out.kind = ConfigOrigin::Kind::Merge;
        break;
    case config::Origin::Kind::Include:
        out.kind = ConfigOrigin::Kind::Include;
        break;
    case config::Origin::Kind::Environment:
        out.kind = ConfigOrigin::Kind::Environment;
        break;
    }
    out.file = text(origin.where.file);
    out.line = origin.where.line;
    out.column = origin.where.column;
    out.name = text(origin.name);
    return out;
}

config::Edit editOf(const ConfigEdit &edit)
{
    config::Edit out;
    out.op = edit.op == ConfigEdit::Op::Set      ? config::Edit::Op::Set
             : edit.op == ConfigEdit::Op::Insert ? config::Edit::Op::Insert
                                                 : config::Edit::Op::Remove;
    out.path = edit.path;
    out.value = edit.value;
    out.overReference = edit.overReference;
    return out;
}

config::EditOptions editOptions(const QString &backupFolder)
{
    return {.backupFolder = backupFolder.toStdString(),
            .unixUs = QDateTime::currentMSecsSinceEpoch() * 1000,
            .seen = {}};
}

// Files of the ledger in the data folder.
std::int64_t ledgerBytes(const QString &folder)
{
    std::int64_t sum = 0;
    for (const QFileInfo &file :
         QDir(folder).entryInfoList({QStringLiteral("ledger.*"), QStringLiteral("w*.seg")}, QDir::Files))
        sum += file.size();
    return sum;
}

// A password in a proxy's address is nobody's business.
QString withoutPassword(QString address)
{
    static const QRegularExpression kUser(QStringLiteral("//[^/@]*@"));
    return address.replace(kUser, QStringLiteral("//"));
}

constexpr config::SectionId kSections[] = {
    config::SectionId::Top,      config::SectionId::ModelRow,  config::SectionId::Params,
    config::SectionId::Defaults, config::SectionId::ModelInfo, config::SectionId::Router,
    config::SectionId::Litellm,  config::SectionId::General,   config::SectionId::Portico};

QString nameOf(config::SectionId section)
{
    switch (section) {
    case config::SectionId::ModelRow:
        return QStringLiteral("model_list");
    case config::SectionId::Params:
    case config::SectionId::Defaults:
        return QStringLiteral("litellm_params");
    case config::SectionId::ModelInfo:
        return QStringLiteral("model_info");
    default:
        return text(config::sectionName(section));
    }
}

}   // namespace

LocalConfig::LocalConfig(LocalConfigParts parts, QObject *parent)
    : ConfigClient(parent)
    , m_parts(std::move(parts))
{
    // One after the other: two saves never cross.
    m_pool.setMaxThreadCount(1);
}

LocalConfig::~LocalConfig()
{
    m_pool.waitForDone();
}

template <typename Work, typename Tell>
Token LocalConfig::ask(Work work, Tell tell)
{
    const Token token = ++m_lastToken;
    m_pool.start([this, token, work = std::move(work), tell = std::move(tell)] {
        auto answer = work();
        QMetaObject::invokeMethod(
            this, [token, answer = std::move(answer), tell] { tell(token, answer); }, Qt::QueuedConnection);
    });
    return token;
}

template <typename Work>
Token LocalConfig::askToSave(Work work)
{
    return ask(std::move(work), [this](Token token, const ConfigSaved &result) {
        if (result.ok())
            m_parts.reload();
        Q_EMIT saved(token, result);
    });
}

// The vault belongs to the GUI thread; whether a text is right needs the names of its keys only.
config::LoadOptions LocalConfig::loadOptions(const std::string &path) const
{
    config::LoadOptions options;
    options.path = path;
    options.environment = m_parts.environment;
    const std::vector<std::string> names = m_parts.vault.names();
    options.secrets = [known = std::set<std::string>(names.begin(), names.end())](
                          const std::string &name) -> Result<Secret> {
        if (known.contains(name))
            return Secret("kept");
        return Error{ErrorCode::SecretAway, "there is no key of this name"};
    };
    return options;
}

ConfigFacts LocalConfig::facts() const
{
    ConfigFacts facts;
    facts.configPath = m_parts.configPath;
    facts.dataFolder = m_parts.dataFolder;
    facts.backupFolder = m_parts.backupFolder;
    facts.ledgerBytes = ledgerBytes(m_parts.dataFolder);
    if (m_parts.masterKeySource)
        facts.masterKeySource = m_parts.masterKeySource();
    for (const char *name :
         {"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"}) {
        const auto value = m_parts.environment ? m_parts.environment(name) : std::nullopt;
        if (value && !value->empty())
            facts.proxies << QString::fromLatin1(name) + QLatin1Char('=') + withoutPassword(text(*value));
    }
    return facts;
}

std::vector<ConfigKey> LocalConfig::keys() const
{
    std::vector<ConfigKey> out;
    for (const config::SectionId section : kSections) {
        for (const config::KeyRow &row : config::keysOf(section))
            out.push_back({nameOf(section), text(row.name), text(config::docOf(section, row)),
                           row.support == config::Support::Works});
    }
    return out;
}

Token LocalConfig::requestTexts()
{
    return ask(
        [path = m_parts.configPath.toStdString()] {
            ConfigTexts texts;
            const config::ConfigFiles files = config::ConfigFiles::read(path);
            for (const config::FileText &file : files.files())
                texts.files.push_back({text(file.path), text(file.text), text(file.hash), file.exists});
            return texts;
        },
        [this](Token token, const ConfigTexts &texts) { Q_EMIT textsReady(token, texts); });
}

Token LocalConfig::check(const QString &file, const QString &content)
{
    config::LoadOptions options = loadOptions(m_parts.configPath.toStdString());
    options.texts[file.toStdString()] = content.toStdString();
    return ask(
        [options = std::move(options)] {
            ConfigCheck out;
            const config::LoadOutcome outcome = config::loadConfig(options);
            for (const config::Diagnostic &diagnostic : outcome.diagnostics)
                out.problems.push_back(problemOf(diagnostic));
            std::ranges::stable_sort(out.problems, {}, [](const ConfigProblem &problem) {
                return std::pair(problem.file, problem.line);
            });
            out.usable = outcome.ok();
            out.models = outcome.ok() ? static_cast<int>(outcome.config->deployments.size()) : 0;
            return out;
        },
        [this](Token token, const ConfigCheck &check) { Q_EMIT checked(token, check); });
}

Token LocalConfig::requestValues(const std::vector<ConfigPath> &paths)
{
    return ask(
        [path = m_parts.configPath.toStdString(), paths] {
            const config::ConfigFiles files = config::ConfigFiles::read(path);
            std::vector<ConfigValue> out;
            for (const ConfigPath &at : paths) {
                ConfigValue value;
                value.path = at;
                value.origin = originOf(files.origin(at));
                const auto *key = at.empty() ? nullptr : std::get_if<std::string>(&at.back());
                if (const auto found = files.value(at); found && !(key && config::isSecretName(*key)))
                    value.value = *found;
                out.push_back(std::move(value));
            }
            return out;
        },
        [this](Token token, const std::vector<ConfigValue> &values) { Q_EMIT valuesReady(token, values); });
}

Token LocalConfig::save(const QString &file, const QString &content, const QString &seen)
{
    config::EditOptions options = editOptions(m_parts.backupFolder);
    options.seen = seen.toStdString();
    return askToSave([file, content, options] {
        ConfigSaved out = savedOf(config::saveText(file.toStdString(), content.toStdString(), options));
        out.file = file;
        return out;
    });
}

Token LocalConfig::edit(const std::vector<ConfigEdit> &edits)
{
    std::vector<config::Edit> wanted;
    std::vector<config::Guard> guards;
    for (const ConfigEdit &edit : edits) {
        wanted.push_back(editOf(edit));
        if (edit.seen)
            guards.push_back({edit.path, *edit.seen});
    }
    return askToSave(
        [path = m_parts.configPath, wanted, guards, options = editOptions(m_parts.backupFolder)] {
            ConfigSaved out = savedOf(config::editConfig(path.toStdString(), wanted, guards, options));
            out.file = path;
            return out;
        });
}

Token LocalConfig::requestBackups()
{
    return ask(
        [folder = m_parts.backupFolder.toStdString()] {
            std::vector<ConfigBackup> out;
            for (const config::Backup &backup : config::listBackups(folder))
                out.push_back({text(backup.path), text(backup.of), backup.unixUs, backup.bytes});
            return out;
        },
        [this](Token token, const std::vector<ConfigBackup> &backups) {
            Q_EMIT backupsReady(token, backups);
        });
}

Token LocalConfig::readBackup(const QString &backup)
{
    return ask(
        [backup, folder = m_parts.backupFolder] {
            // Nothing else is read through this.
            if (QFileInfo(backup).canonicalPath() != QFileInfo(folder).canonicalFilePath())
                return std::pair(QString(), tr("This is no copy that was put aside here."));
            auto content = config::readFile(backup.toStdString());
            return content.ok() ? std::pair(text(content.value()), QString())
                                : std::pair(QString(), text(content.error().message));
        },
        [this](Token token, const std::pair<QString, QString> &answer) {
            Q_EMIT backupReady(token, answer.first, answer.second);
        });
}

Token LocalConfig::previewImport(const QString &path)
{
    return ask([options = loadOptions(path.toStdString()),
                own = m_parts.configPath.toStdString()] { return ConfigImport(options).preview(own); },
               [this](Token token, const ImportPreview &preview) { Q_EMIT importReady(token, preview); });
}

Token LocalConfig::importConfig(const QString &path, ImportKind kind, const std::vector<int> &rows)
{
    return askToSave([options = loadOptions(path.toStdString()), own = m_parts.configPath, kind, rows,
                      edit = editOptions(m_parts.backupFolder)] {
        const ConfigImport import(options);
        ConfigSaved out =
            savedOf(kind == ImportKind::Copy ? import.copyTo(own.toStdString(), edit)
                                             : import.addModelsTo(own.toStdString(), rows, edit));
        out.file = own;
        return out;
    });
}

}   // namespace gw::client
