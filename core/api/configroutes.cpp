#include "core/api/configdesk.h"
#include "core/api/management.h"
#include "core/api/storedmodels.h"
#include "core/base/ids.h"
#include "core/config/configfiles.h"
#include "core/config/keydocs.h"
#include "core/upstream/environment.h"

#include <algorithm>
#include <memory>

namespace gw::api {

namespace {

using config::Edit;
using config::SectionId;
using engine::Access;
using engine::ApiReply;

constexpr const char *kTable = "LiteLLM_Config";
constexpr const char *kGeneral = "general_settings";
constexpr const char *kEndpoints = "pass_through_endpoints";

struct KnownSection
{
    const char *name;
    SectionId id;
};
constexpr std::array kSections{KnownSection{kGeneral, SectionId::General},
                               KnownSection{"litellm_settings", SectionId::Litellm},
                               KnownSection{"router_settings", SectionId::Router}};

// As LiteLLM's forms know types.
const char *typeName(config::KeyType type)
{
    switch (type) {
    case config::KeyType::Bool:
        return "Boolean";
    case config::KeyType::Int:
        return "Integer";
    case config::KeyType::Number:
        return "Float";
    case config::KeyType::List:
        return "List";
    case config::KeyType::Map:
        return "Dictionary";
    case config::KeyType::Any:
    case config::KeyType::Text:
    case config::KeyType::Secret:
        break;
    }
    return "String";
}

const json::Object &rawOf(const config::Config &config, SectionId section)
{
    return section == SectionId::Litellm  ? config.litellm.raw
           : section == SectionId::Router ? config.router.raw
                                          : config.general.raw;
}

// What the API may not write; empty: it may.
std::string problemOf(SectionId section, std::string_view key, const json::Value &value)
{
    const config::KeyRow *row = config::findKey(section, key);
    const std::string at = std::string(config::sectionName(section)) + "." + std::string(key);
    if (!row) {
        const std::string_view nearest = config::nearestKey(section, key);
        return at + " is no setting" +
               (nearest.empty() ? "" : "; did you mean " + std::string(nearest) + "?");
    }
    if (row->type == config::KeyType::Secret || config::isSecretName(key))
        return at + " is a secret; it is changed in config.yaml or the environment alone";
    if (key == kEndpoints)
        return at + " is changed by /config/pass_through_endpoint, which looks where they lead";
    if (refersHere(value))
        return at + " refers to this machine's environment or vault; that is done in config.yaml alone";
    return {};
}

class Routes
{
public:
    explicit Routes(ConfigDesk desk)
        : m_desk(std::move(desk))
    {}

    ApiReply update(Work &work) const
    {
        if (!work.admin())
            return notAdmin();
        std::vector<Edit> edits;
        std::vector<Kept> secrets;
        json::Object told;   // For the audit log.
        for (const KnownSection &section : kSections) {
            const auto sent = takeMember(work.body, section.name);
            if (!sent || sent->is_null())
                continue;
            const json::Object *members = sent->if_object();
            if (!members)
                return unprocessable(section.name, "Input should be a valid dictionary");
            for (const auto &member : *members) {
                if (std::string problem = problemOf(section.id, member.key(), member.value());
                    !problem.empty())
                    return badRequest(std::move(problem), member.key());
                edits.push_back({.op = Edit::Op::Set,
                                 .path = {std::string(section.name), std::string(member.key())},
                                 .value = joined(work.config(), section.id, member.key(), member.value())});
            }
            told[section.name] = *members;
        }
        const auto variables = takeMember(work.body, "environment_variables");
        if (variables && !variables->is_null()) {
            const json::Object *members = variables->if_object();
            if (!members)
                return unprocessable("environment_variables", "Input should be a valid dictionary");
            if (auto problem = planVariables(*members, edits, secrets))
                return *problem;
        }
        return write(work, edits, "updated", std::move(told),
                     json::Object{{"message", "Config updated successfully"}}, secrets);
    }

    ApiReply list(Work &work) const
    {
        if (!work.caller().viewer())
            return notAdmin();
        if (queryText(work.call, "config_type") != kGeneral)
            return badRequest("config_type must be general_settings", "config_type");
        const json::Object &raw = work.config().general.raw;
        json::Array fields;
        for (const config::KeyRow &row : config::keysOf(SectionId::General)) {
            const json::Value *value = json::find(raw, row.name);
            fields.emplace_back(
                json::Object{{"field_name", row.name},
                             {"field_type", typeName(row.type)},
                             {"field_description", config::docOf(SectionId::General, row)},
                             {"field_value", value ? *value : json::Value(nullptr)},
                             {"stored_in_db", value ? json::Value(true) : json::Value(nullptr)},
                             {"field_default_value", nullptr},
                             {"premium_field", false},
                             {"nested_fields", nullptr}});
        }
        return okReply(fields);
    }

    ApiReply info(Work &work) const
    {
        if (!work.caller().viewer())
            return notAdmin();
        const std::string name = queryText(work.call, "field_name");
        const json::Value *value = json::find(work.config().general.raw, name);
        if (!value)
            return badRequest("Field name=" + name + " not in config", "field_name");
        return okReply(json::Object{{"field_name", name}, {"field_value", *value}});
    }

    ApiReply setField(Work &work) const
    {
        std::optional<ApiReply> error;
        const std::string name = fieldName(work, error);
        if (error)
            return *error;
        const auto value = takeMember(work.body, "field_value");
        if (!value)
            return unprocessable("field_value", "Field required");
        if (std::string problem = problemOf(SectionId::General, name, *value); !problem.empty())
            return badRequest(std::move(problem), "field_name");
        const json::Object told{{name, *value}};
        return write(work, {{.op = Edit::Op::Set, .path = {kGeneral, name}, .value = *value}}, "updated",
                     told, json::Object{{"param_name", kGeneral}, {"param_value", told}});
    }

    ApiReply removeField(Work &work) const
    {
        std::optional<ApiReply> error;
        const std::string name = fieldName(work, error);
        if (error)
            return *error;
        if (!work.config().general.raw.contains(name))
            return badRequest("Field name=" + name + " not in config", "field_name");
        return write(work, {{.op = Edit::Op::Remove, .path = {kGeneral, name}}}, "deleted",
                     json::Object{{name, nullptr}},
                     json::Object{{"param_name", kGeneral}, {"param_value", json::Object{{name, nullptr}}}});
    }

    ApiReply whole(Work &work) const
    {
        if (!work.caller().viewer())
            return notAdmin();
        json::Object out;
        for (const KnownSection &section : kSections)
            out[section.name] = rawOf(work.config(), section.id);
        json::Object variables;
        for (const auto &[name, value] : work.config().environment)
            variables[name] = value.masked();
        out["environment_variables"] = std::move(variables);
        return okReply(out);
    }

    ApiReply endpoints(Work &work) const
    {
        if (!work.caller().viewer())
            return notAdmin();
        const std::string wanted = queryText(work.call, "endpoint_id");
        json::Array rows;
        for (const json::Value &row : rowsOf(work.config())) {
            if (wanted.empty() || idOf(row) == wanted)
                rows.emplace_back(shown(row));
        }
        return okReply(json::Object{{"endpoints", std::move(rows)}});
    }

    ApiReply addEndpoint(Work &work) const
    {
        if (!work.admin())
            return notAdmin();
        json::Object row = work.body;
        if (const std::string problem = endpointProblem(work.config(), row); !problem.empty())
            return badRequest(problem, "target");
        const std::string path(json::stringOr(row, "path"));
        const json::Array rows = rowsOf(work.config());
        if (std::ranges::any_of(rows, [&](const json::Value &known) {
                return known.is_object() && json::stringOr(known.get_object(), "path") == path;
            }))
            return badRequest("A pass-through endpoint for " + path + " is there already", "path");
        const std::string id = makeId().toString();
        row["id"] = id;
        if (!work.config().general.modelPrivateAddresses)
            row["public_only"] = true;
        std::vector<Kept> secrets;
        if (auto problem = planHeaders(row, id, secrets))
            return *problem;
        const json::Value after = shown(row);
        return write(work,
                     {rows.empty() ? Edit{.op = Edit::Op::Set,
                                          .path = {kGeneral, std::string(kEndpoints)},
                                          .value = json::Array{json::Value(row)}}
                                   : Edit{.op = Edit::Op::Insert,
                                          .path = {kGeneral, std::string(kEndpoints), rows.size()},
                                          .value = row}},
                     "created", json::Object{{kEndpoints, after}},
                     json::Object{{"endpoints", json::Array{after}}}, secrets);
    }

    ApiReply removeEndpoint(Work &work) const
    {
        if (!work.admin())
            return notAdmin();
        const std::string wanted = queryText(work.call, "endpoint_id");
        const json::Array rows = rowsOf(work.config());
        const auto *found =
            std::ranges::find_if(rows, [&](const json::Value &row) { return idOf(row) == wanted; });
        if (wanted.empty() || found == rows.end())
            return badRequest("Endpoint with id " + wanted + " was not found in the config", "endpoint_id");
        const auto index = static_cast<std::size_t>(found - rows.begin());
        const json::Value before = shown(*found);
        return write(work,
                     {{.op = Edit::Op::Remove,
                       .path = rows.size() == 1 ? config::Path{kGeneral, std::string(kEndpoints)}
                                                : config::Path{kGeneral, std::string(kEndpoints), index}}},
                     "deleted", json::Object{{kEndpoints, before}},
                     json::Object{{"endpoints", json::Array{before}}});
    }

private:
    // What goes into the vault along with a change.
    struct Kept
    {
        std::string name;
        Secret secret;
        std::string what;   // For an error.
        std::string param;
    };

    static ApiReply notAdmin()
    {
        return notAllowed("Only proxy admins can see or change the configuration.");
    }

    static std::string fieldName(Work &work, std::optional<ApiReply> &error)
    {
        if (!work.admin()) {
            error = notAdmin();
            return {};
        }
        const std::string section = takeText(work.body, "config_type", error);
        if (!error && !section.empty() && section != kGeneral)
            error = badRequest("config_type must be general_settings", "config_type");
        std::string name = error ? std::string() : takeText(work.body, "field_name", error);
        if (!error && name.empty())
            error = unprocessable("field_name", "Field required");
        return name;
    }

    // Callbacks are added to those that are there, as LiteLLM does it.
    static json::Value joined(const config::Config &config, SectionId section, std::string_view key,
                              const json::Value &value)
    {
        const json::Value *known = json::find(rawOf(config, section), key);
        if (section != SectionId::Litellm || key != "success_callback" || !known || !known->is_array() ||
            !value.is_array())
            return value;
        json::Array all = known->get_array();
        for (const json::Value &one : value.get_array()) {
            if (std::ranges::find(all, one) == all.end())
                all.push_back(one);
        }
        return all;
    }

    static json::Array rowsOf(const config::Config &config)
    {
        const json::Value *rows = json::find(config.general.raw, kEndpoints);
        return rows && rows->is_array() ? rows->get_array() : json::Array();
    }

    // Rows that were written by hand go by their path.
    static std::string idOf(const json::Value &row)
    {
        const json::Object *object = row.if_object();
        return object ? std::string(json::stringOr(*object, "id", json::stringOr(*object, "path"))) : "";
    }

    static json::Value shown(json::Value row)
    {
        json::Object *object = row.if_object();
        if (!object)
            return row;
        (*object)["id"] = idOf(row);
        if (json::Value *headers = object->if_contains("headers"); headers && headers->is_object()) {
            for (auto &header : headers->get_object())
                header.value() = "****";
        }
        return row;
    }

    static std::string endpointProblem(const config::Config &config, const json::Object &row)
    {
        if (!json::stringOr(row, "path").starts_with('/'))
            return "path must begin with a slash";
        const std::string host = upstream::originOf(std::string(json::stringOr(row, "target"))).host;
        if (host.empty())
            return "target must be an http or https address";
        if (!config.general.modelPrivateAddresses && isOwnHost(host))
            return "target is on this machine or its own network; "
                   "portico_settings.model_private_addresses allows it";
        if (refersHere(row))
            return "a value refers to this machine's environment or vault; that is done in config.yaml alone";
        return {};
    }

    // Header values may be keys: they go to the vault, and the file names them.
    static std::optional<ApiReply> planHeaders(json::Object &row, const std::string &id,
                                               std::vector<Kept> &secrets)
    {
        json::Value *headers = row.if_contains("headers");
        if (!headers || !headers->is_object())
            return std::nullopt;
        for (auto &header : headers->get_object()) {
            if (!header.value().is_string())
                return unprocessable("headers", "Input should be a dictionary of strings");
            const std::string name = "pass-" + id + "-" + std::string(header.key());
            secrets.push_back({name, Secret(std::string(header.value().get_string())),
                               "The header " + std::string(header.key()), "headers"});
            header.value() = "keychain/" + name;
        }
        return std::nullopt;
    }

    static std::optional<ApiReply> planVariables(const json::Object &variables, std::vector<Edit> &edits,
                                                 std::vector<Kept> &secrets)
    {
        for (const auto &member : variables) {
            const std::string name(member.key());
            if (!member.value().is_string() || refersHere(member.value()))
                return unprocessable("environment_variables", "Input should be a dictionary of plain texts");
            const std::string kept = "env-" + name;
            secrets.push_back(
                {kept, Secret(std::string(member.value().get_string())), name, "environment_variables"});
            edits.push_back({.op = Edit::Op::Set,
                             .path = {"environment_variables", name},
                             .value = json::Value("keychain/" + kept),
                             .overReference = true});
        }
        return std::nullopt;
    }

    // The config as the edits would leave it is read first: one that is no config is not written.
    std::string tried(config::ConfigFiles files, std::span<const Edit> edits) const
    {
        for (const Edit &edit : edits) {
            const auto address = files.locate(edit.path);
            if (!address)
                return config::toText(edit.path) + " comes from several files; it is changed there";
            Edit own = edit;
            own.path = address->path;
            const config::FileText *file = files.find(address->file);
            const auto outcome =
                config::applyEdits(file ? file->text : std::string(), std::span(&own, 1), address->file);
            if (!outcome.ok())
                return config::toText(*outcome.problem);
            files.setText(address->file, outcome.text);
        }
        config::LoadOptions options;
        options.path = m_desk.path;
        options.environment = m_desk.environment;
        options.secrets = [](const std::string &) { return Result<Secret>(Secret("kept")); };
        for (const config::FileText &file : files.files())
            options.texts[file.path] = file.text;
        return config::loadConfig(options).problem();
    }

    ApiReply write(Work &work, const std::vector<Edit> &edits, std::string_view action, json::Object told,
                   const json::Value &answer, const std::vector<Kept> &secrets = {}) const
    {
        if (m_desk.path.empty())
            return badRequest("This gateway runs without a config.yaml; there is nothing to change.");
        if (edits.empty())
            return okReply(answer);
        const config::ConfigFiles files = config::ConfigFiles::read(m_desk.path);
        if (const std::string problem = tried(files, edits); !problem.empty())
            return badRequest(problem);
        // Not before: what is refused leaves the vault as it was.
        for (const Kept &one : secrets) {
            if (const auto kept = m_desk.keep(one.name, one.secret); !kept.ok())
                return badRequest(one.what + " cannot be kept safely: " + kept.error().message, one.param);
        }
        const auto outcome = config::editConfig(
            m_desk.path, edits, {},
            {.backupFolder = m_desk.backupFolder, .unixUs = work.nowS * 1'000'000, .seen = files.hash()});
        if (!outcome.ok())
            return engine::errorReply({.code = ErrorCode::Internal,
                                       .message = outcome.state == config::SaveOutcome::State::Conflict
                                                      ? "config.yaml was changed meanwhile; try again"
                                                      : config::toText(outcome.problem)});
        note(work, action, kTable, m_desk.path, nullptr, std::move(told));
        if (auto problem = commit(work))
            return *problem;
        m_desk.activate();
        return okReply(answer);
    }

    const ConfigDesk m_desk;
};

// Every key of every section, in words.
void describeConfig(const engine::ApiCall &, const engine::ApiRespond &respond)
{
    json::Object out;
    for (const KnownSection &section : kSections) {
        json::Object keys;
        for (const config::KeyRow &row : config::keysOf(section.id))
            keys[row.name] = config::docOf(section.id, row);
        out[section.name] = std::move(keys);
    }
    respond(engine::jsonReply(out));
}

}   // namespace

engine::ApiRoutes configRoutes(access::Directory *directory, ConfigDesk desk)
{
    const auto route = managementRoutesOf(directory, std::make_shared<const Routes>(std::move(desk)));
    return {route("POST", "/config/update", &Routes::update),
            route("GET", "/config/list", &Routes::list),
            route("GET", "/config/field/info", &Routes::info),
            route("POST", "/config/field/update", &Routes::setField),
            route("POST", "/config/field/delete", &Routes::removeField),
            route("GET", "/get_config", &Routes::whole),
            route("GET", "/config/pass_through_endpoint", &Routes::endpoints),
            route("POST", "/config/pass_through_endpoint", &Routes::addEndpoint),
            route("DELETE", "/config/pass_through_endpoint", &Routes::removeEndpoint),
            {"GET", "/config/yaml", Access::Public, &describeConfig}};
}

}   // namespace gw::api
