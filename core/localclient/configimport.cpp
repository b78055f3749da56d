#include "core/localclient/configimport.h"

#include "core/config/schemakeys.h"
#include "core/localclient/texts.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <filesystem>
#include <set>

namespace gw::client {

namespace {

constexpr std::string_view kEnvironmentPrefix = "os.environ/";
constexpr std::string_view kVaultPrefix = "keychain/";
constexpr int kShownValue = 60;

bool isReference(std::string_view value)
{
    return value.starts_with(kEnvironmentPrefix) || value.starts_with(kVaultPrefix);
}

// Secrets that lie deeper in a value go unseen too.
json::Value masked(const json::Value &value, bool secret)
{
    if (value.is_object()) {
        json::Object out;
        for (const auto &member : value.get_object())
            out[member.key()] =
                masked(member.value(), secret || config::isSecretName(std::string_view(member.key())));
        return out;
    }
    if (value.is_array()) {
        json::Array out;
        for (const json::Value &item : value.get_array())
            out.push_back(masked(item, secret));
        return out;
    }
    const bool shown = !secret || value.is_null() ||
                       (value.is_string() && isReference(std::string_view(value.get_string())));
    return shown ? value : json::Value("\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2");
}

QString shortText(const json::Value &value)
{
    QString shown =
        value.is_string() ? text(std::string_view(value.get_string())) : text(json::serialize(value));
    if (shown.size() > kShownValue)
        shown = shown.left(kShownValue - 1) + QChar(0x2026);
    return shown.replace(QLatin1Char('\n'), QLatin1Char(' '));
}

std::string realPath(const std::string &path)
{
    std::error_code fault;
    const auto real = std::filesystem::weakly_canonical(path, fault);
    return fault ? path : real.string();
}

config::SaveOutcome refused(const std::string &file, const QString &why)
{
    config::SaveOutcome outcome;
    outcome.state = config::SaveOutcome::State::Refused;
    outcome.problem = {config::Diagnostic::Severity::Error, {file, 0, 0}, {}, why.toStdString()};
    return outcome;
}

// In the window's language; as it is where there is only English.
QString worded(const config::Diagnostic &diagnostic)
{
    if (*diagnostic.wording.pattern == '\0')
        return text(diagnostic.message);
    const QString pattern = QCoreApplication::translate("gw::config", diagnostic.wording.pattern);
    const std::vector<std::string> &arguments = diagnostic.wording.arguments;
    QString out;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        // Not by arg(): what a config holds may look like a place, too.
        const int number = pattern[i] == u'%' && i + 1 < pattern.size() ? pattern[i + 1].digitValue() : -1;
        if (number >= 1 && number <= int(arguments.size())) {
            out += text(arguments[std::size_t(number - 1)]);
            ++i;
        } else {
            out += pattern[i];
        }
    }
    return out;
}

}   // namespace

ConfigProblem problemOf(const config::Diagnostic &diagnostic)
{
    ConfigProblem out;
    out.error = diagnostic.severity == config::Diagnostic::Severity::Error;
    out.file = text(diagnostic.where.file);
    out.line = diagnostic.where.line;
    out.column = diagnostic.where.column;
    out.keyPath = text(diagnostic.keyPath);
    out.message = worded(diagnostic);
    return out;
}

ConfigImport::ConfigImport(config::LoadOptions options)
    : m_options(std::move(options))
    , m_files(config::ConfigFiles::read(m_options.path))
{}

ImportModel ConfigImport::modelOf(const config::ModelRow &row) const
{
    const auto at = [&](const char *section, const char *key) -> std::string {
        config::Path path = row.path;
        path.emplace_back(std::string(section));
        path.emplace_back(std::string(key));
        const auto value = m_files.value(path);
        return value && value->is_string() ? std::string(std::string_view(value->get_string()))
                                           : std::string();
    };
    ImportModel out;
    out.name = text(row.modelName);
    out.line = row.where.line;
    const std::string model = at("litellm_params", "model");
    const std::string named = at("litellm_params", "custom_llm_provider");
    const std::size_t slash = model.find('/');
    out.provider = text(!named.empty() ? named : slash == std::string::npos ? "" : model.substr(0, slash));
    out.model = text(named.empty() && slash != std::string::npos ? model.substr(slash + 1) : model);
    const std::string key = at("litellm_params", "api_key");
    if (key.starts_with(kEnvironmentPrefix)) {
        const std::string name = key.substr(kEnvironmentPrefix.size());
        out.key = text(key);
        out.keyMissing = !m_files.value({std::string("environment_variables"), name}) &&
                         !(m_options.environment && m_options.environment(name));
    } else if (key.starts_with(kVaultPrefix)) {
        out.key = text(key);
        out.keyMissing = !m_options.secrets || !m_options.secrets(key.substr(kVaultPrefix.size())).ok();
    } else if (!key.empty()) {
        out.key = tr("in the file");
    }
    return out;
}

void ConfigImport::addSettings(ImportPreview &out) const
{
    using config::SectionId;
    const auto add = [&](SectionId section, const config::Path &path, const std::string &name,
                         const json::Value &value) {
        const config::KeyRow *row = config::findKey(section, name);
        ImportSetting setting;
        setting.key = text(config::toText(path));
        setting.value = shortText(masked(value, config::isSecretName(name)));
        setting.line = m_files.origin(path).where.line;
        setting.works = row && row->support == config::Support::Works;
        if (!row)
            setting.note = tr("is not known");
        else if (row->support == config::Support::NotYet)
            setting.note = text(row->effect);
        else if (row->support == config::Support::Silent)
            setting.note = tr("changes nothing here");
        out.settings.push_back(std::move(setting));
    };
    const std::set<std::string, std::less<>> sections{"model_list",       "include",
                                                      "router_settings",  "litellm_settings",
                                                      "general_settings", "portico_settings"};
    for (const SectionId id :
         {SectionId::General, SectionId::Litellm, SectionId::Router, SectionId::Portico}) {
        const std::string section(config::sectionName(id));
        const auto value = m_files.value({section});
        if (!value || !value->is_object())
            continue;
        for (const auto &member : value->get_object()) {
            const std::string name(member.key());
            add(id, {section, name}, name, member.value());
        }
    }
    for (const config::KeyRow &row : config::keysOf(SectionId::Top)) {
        const std::string name(row.name);
        const auto value = sections.contains(name) ? std::nullopt : m_files.value({name});
        if (value)
            add(SectionId::Top, {name}, name, masked(*value, name == "environment_variables"));
    }
}

ImportPreview ConfigImport::preview(const std::string &ownPath) const
{
    ImportPreview out;
    out.path = text(m_options.path);
    if (!m_files.files().front().exists) {
        out.problems.push_back(
            {true, out.path, 0, 0, {}, tr("There is no such file, or it cannot be read.")});
        out.errors = 1;
        return out;
    }
    for (const config::FileText &file : m_files.files())
        out.files << text(file.path);
    const config::LoadOutcome outcome = config::loadConfig(m_options);
    out.readable = outcome.ok();
    for (const config::Diagnostic &diagnostic : outcome.diagnostics) {
        // What is not supported yet stands among the settings.
        if (diagnostic.message.find("accepted but not supported") == std::string::npos)
            out.problems.push_back(problemOf(diagnostic));
    }
    out.errors = static_cast<int>(std::ranges::count(out.problems, true, &ConfigProblem::error));
    std::set<QString> own;
    for (const config::ModelRow &row : config::ConfigFiles::read(ownPath).modelRows())
        own.insert(text(row.modelName));
    for (const config::ModelRow &row : m_files.modelRows()) {
        out.models.push_back(modelOf(row));
        out.models.back().known = own.contains(out.models.back().name);
    }
    addSettings(out);
    return out;
}

config::SaveOutcome ConfigImport::copyTo(const std::string &ownPath, const config::EditOptions &options) const
{
    const config::FileText &main = m_files.files().front();
    if (main.path == realPath(ownPath))
        return refused(main.path, tr("This is the config in use already."));
    std::vector<config::Edit> edits;
    const config::Path where{std::string("include")};
    const auto pin = [&](const config::Path &path, const json::Value &name) {
        if (name.is_string())
            edits.push_back({config::Edit::Op::Set, path,
                             json::Value(realPath((std::filesystem::path(main.path).parent_path() /
                                                   std::string(std::string_view(name.get_string())))
                                                      .string()))});
    };
    if (const auto include = m_files.value(where)) {
        if (include->is_array()) {
            for (std::size_t i = 0; i < include->get_array().size(); ++i)
                pin({where.front(), i}, include->get_array()[i]);
        } else {
            pin(where, *include);
        }
    }
    const config::EditOutcome edited = config::applyEdits(main.text, edits, main.path);
    if (!edited.ok()) {
        config::SaveOutcome outcome;
        outcome.state = config::SaveOutcome::State::Refused;
        outcome.problem = *edited.problem;
        return outcome;
    }
    return config::saveText(ownPath, edited.text, options);
}

config::SaveOutcome ConfigImport::addModelsTo(const std::string &ownPath, std::span<const int> rows,
                                              const config::EditOptions &options) const
{
    const config::ConfigFiles own = config::ConfigFiles::read(ownPath);
    const config::FileText &file = own.files().front();
    std::string changed = file.text;
    const std::vector<config::ModelRow> models = m_files.modelRows();
    for (const int row : rows) {
        if (row < 0 || static_cast<std::size_t>(row) >= models.size())
            continue;
        const auto value = m_files.value(models[static_cast<std::size_t>(row)].path);
        if (!value || !value->is_object())
            continue;
        auto appended = config::appendToList(changed, "model_list", value->get_object());
        if (!appended.ok())
            return refused(file.path, QString::fromStdString(appended.error().message));
        changed = std::move(appended).value();
    }
    config::EditOptions checked = options;
    checked.seen = file.hash;
    return config::saveText(ownPath, changed, checked);
}

}   // namespace gw::client
