#include "core/api/storedmodels.h"

#include "core/api/management.h"
#include "core/base/base64.h"
#include "core/base/ids.h"
#include "core/base/logging.h"
#include "core/config/vault.h"
#include "core/config/yamlreader.h"
#include "core/upstream/environment.h"
#include "core/upstream/publicaddress.h"

#include <QCryptographicHash>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <memory>
#include <netinet/in.h>

namespace gw::api {

namespace {

using access::StoredModel;
using access::StoredModelPtr;
using engine::Access;
using engine::ApiReply;

constexpr std::string_view kSealed = "sealed:";
constexpr const char *kTable = "LiteLLM_ProxyModelTable";
// Parameters that name something of this machine: files, profiles, sets of keys.
constexpr std::array kOwn{std::string_view("litellm_credential_name"), std::string_view("ssl_ca_file"),
                          std::string_view("aws_profile_name"), std::string_view("aws_web_identity_token"),
                          std::string_view("proxy")};
constexpr std::array kDocuments{std::string_view("vertex_credentials"),
                                std::string_view("vertex_ai_credentials")};

// As clients see it: texts of parameters stay sealed.
json::Object rowOf(const StoredModel &model)
{
    return {{"model_id", model.modelId},
            {"model_name", model.name},
            {"litellm_params", model.params},
            {"model_info", model.info},
            {"created_at", access::isoTime(model.createdAt)},
            {"created_by", model.createdBy},
            {"updated_at", access::isoTime(model.updatedAt)},
            {"updated_by", model.updatedBy}};
}

std::string idOf(const json::Object &info)
{
    return std::string(json::stringOr(info, "id"));
}

bool isInFile(const Work &work, const std::string &id)
{
    return std::ranges::any_of(work.config().deployments, [&](const config::Deployment &deployment) {
        return !deployment.stored && deployment.info.id == id;
    });
}

ApiReply unknownModel(const Work &work, const std::string &id)
{
    if (isInFile(work, id))
        return badRequest("Model with id=" + id + " is defined in the config file; it is changed there",
                          "id");
    return badRequest("Model with id=" + id + " not found in db", "id");
}

class Routes
{
public:
    explicit Routes(StoredModels stored)
        : m_stored(std::move(stored))
    {}

    ApiReply add(Work &work) const
    {
        std::optional<ApiReply> error = storingProblem(work, m_stored);
        if (error)
            return *error;
        StoredModel model;
        model.name = takeText(work.body, "model_name", error);
        const json::Object params = error ? json::Object() : takeObject(work.body, "litellm_params", error);
        if (!error)
            model.info = takeObject(work.body, "model_info", error);
        if (error)
            return *error;
        if (model.name.empty())
            return unprocessable("model_name", "Field required");
        if (params.empty())
            return unprocessable("litellm_params", "Field required");
        model.modelId = idOf(model.info);
        if (model.modelId.empty())
            model.modelId = makeId().toString();
        model.info["id"] = model.modelId;
        if (work.directory().model(model.modelId) || isInFile(work, model.modelId))
            return badRequest("Model with id=" + model.modelId + " is there already", "model_info.id");
        model.createdAt = work.nowS;
        model.createdBy = work.who();
        return put(work, std::move(model), params, nullptr);
    }

    ApiReply update(Work &work) const
    {
        std::optional<ApiReply> error = storingProblem(work, m_stored);
        if (error)
            return *error;
        const std::string name = takeText(work.body, "model_name", error);
        const json::Object params = error ? json::Object() : takeObject(work.body, "litellm_params", error);
        const json::Object info = error ? json::Object() : takeObject(work.body, "model_info", error);
        if (error)
            return *error;
        const auto path = work.call.path.find("model");
        const std::string id = path != work.call.path.end() ? path->second : idOf(info);
        const StoredModelPtr known = work.directory().model(id);
        if (!known)
            return unknownModel(work, id);
        const auto opened = ModelSeal(m_stored.key()).open(known->params);
        if (!opened.ok())
            return engine::errorReply(opened.error());
        StoredModel model = *known;
        if (!name.empty())
            model.name = name;
        model.info = overlaid(known->info, info);
        model.info["id"] = id;
        return put(work, std::move(model), overlaid(opened.value(), params), known);
    }

    ApiReply remove(Work &work) const
    {
        std::optional<ApiReply> error = storingProblem(work, m_stored);
        const std::string id = error ? std::string() : takeText(work.body, "id", error);
        if (error)
            return *error;
        const StoredModelPtr known = work.directory().model(id);
        if (!known)
            return unknownModel(work, id);
        work.edit.remove(access::Kind::Model, id);
        if (auto problem = commit(work, "deleted", kTable, id, rowOf(*known), nullptr))
            return *problem;
        m_stored.activate();
        return okReply(json::Object{{"message", "Model: " + id + " deleted successfully"}});
    }

private:
    ApiReply put(Work &work, StoredModel model, const json::Object &params, const StoredModelPtr &known) const
    {
        auto whole = withCredential(work.directory(), ModelSeal(m_stored.key()), params);
        if (!whole.ok())
            return badRequest(whole.error().message, "litellm_params.litellm_credential_name");
        const json::Object row{{"model_name", model.name},
                               {"litellm_params", std::move(whole).value()},
                               {"model_info", model.info}};
        if (const std::string problem = storedProblem(row, work.config().general.modelPrivateAddresses);
            !problem.empty())
            return badRequest(problem, "litellm_params");
        auto sealed = ModelSeal(m_stored.key()).seal(params);
        if (!sealed.ok())
            return engine::errorReply(sealed.error());
        model.params = std::move(sealed).value();
        model.updatedAt = work.nowS;
        model.updatedBy = work.who();
        work.edit.put(model);
        const json::Object after = rowOf(model);
        if (auto problem = commit(work, known ? "updated" : "created", kTable, model.modelId,
                                  known ? json::Value(rowOf(*known)) : json::Value(nullptr), after))
            return *problem;
        m_stored.activate();
        return okReply(after);
    }

    const StoredModels m_stored;
};

}   // namespace

bool refersHere(const json::Value &value)
{
    if (value.is_string()) {
        const std::string_view text = value.get_string();
        return text.starts_with("os.environ/") || text.starts_with("keychain/");
    }
    if (const json::Array *array = value.if_array())
        return std::ranges::any_of(*array, refersHere);
    if (const json::Object *object = value.if_object())
        return std::ranges::any_of(*object, [](const auto &member) { return refersHere(member.value()); });
    return false;
}

// What can be seen without asking a name server; the rest is seen when it is connected to.
bool isOwnHost(const std::string &host)
{
    if (upstream::isLoopbackHost(host))
        return true;
    sockaddr_in four{};
    four.sin_family = AF_INET;
    if (::inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1)
        return !upstream::isPublicAddress(reinterpret_cast<const sockaddr *>(&four));
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    if (::inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) == 1)
        return !upstream::isPublicAddress(reinterpret_cast<const sockaddr *>(&six));
    return host.find('.') == std::string::npos;   // A name of the own network.
}

ModelSeal::ModelSeal(const Secret &key)
{
    if (key.isEmpty())
        return;
    const std::string text = "portico models\n" + key.reveal();
    m_key = Secret(
        QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256).toStdString());
}

Result<json::Value> ModelSeal::turned(const json::Value &value, bool seals) const
{
    if (const json::Array *array = value.if_array()) {
        json::Array out;
        for (const json::Value &item : *array) {
            GW_TRY(json::Value one, turned(item, seals));
            out.push_back(std::move(one));
        }
        return json::Value(std::move(out));
    }
    if (const json::Object *object = value.if_object()) {
        json::Object out;
        for (const auto &member : *object) {
            GW_TRY(json::Value one, turned(member.value(), seals));
            out[member.key()] = std::move(one);
        }
        return json::Value(std::move(out));
    }
    if (!value.is_string())
        return value;
    const std::string_view text = value.get_string();
    if (seals) {
        GW_TRY(const std::string sealed, config::sealBytes(m_key, text));
        return json::Value(std::string(kSealed) + toBase64(sealed));
    }
    if (!text.starts_with(kSealed))
        return value;
    const auto bytes = fromBase64(text.substr(kSealed.size()));
    if (!bytes)
        return Error{.code = ErrorCode::SecretAway, .message = "a sealed text is damaged"};
    GW_TRY(const std::string opened, config::openBytes(m_key, *bytes));
    return json::Value(opened);
}

Result<json::Object> ModelSeal::seal(const json::Object &params) const
{
    GW_TRY(json::Value out, turned(params, true));
    return std::move(out.get_object());
}

Result<json::Object> ModelSeal::open(const json::Object &params) const
{
    GW_TRY(json::Value out, turned(params, false));
    return std::move(out.get_object());
}

std::vector<json::Object> storedRows(const access::Directory &directory, const ModelSeal &seal)
{
    std::vector<StoredModelPtr> models = directory.models().select();
    std::ranges::sort(models, [](const StoredModelPtr &a, const StoredModelPtr &b) {
        return std::pair(a->createdAt, a->modelId) < std::pair(b->createdAt, b->modelId);
    });
    std::vector<json::Object> out;
    for (const StoredModelPtr &model : models) {
        auto params = seal.usable() ? seal.open(model->params)
                                    : Result<json::Object>(Error{.message = "there is no key for it"});
        if (params.ok())
            params = withCredential(directory, seal, std::move(params).value());
        if (!params.ok()) {
            qCWarning(gwConfig, "the model %s of the database cannot be opened: %s", model->modelId.c_str(),
                      params.error().message.c_str());
            continue;
        }
        out.push_back({{"model_name", model->name},
                       {"litellm_params", std::move(params).value()},
                       {"model_info", model->info}});
    }
    return out;
}

namespace {

// What can be seen of the row as it stands.
std::string problemOf(const json::Object &row, bool privateAddresses)
{
    const json::Value *value = json::find(row, "litellm_params");
    const json::Object *params = value ? value->if_object() : nullptr;
    if (!params || json::stringOr(*params, "model").empty())
        return "litellm_params.model is missing";
    for (const auto &member : *params) {
        const std::string key(member.key());
        if (refersHere(member.value()))
            return key + " refers to this machine's environment or vault; that is done in config.yaml alone";
        if (std::ranges::find(kOwn, key) != kOwn.end())
            return key + " names something of this machine; that is done in config.yaml alone";
        const bool document = std::ranges::find(kDocuments, key) != kDocuments.end();
        if ((document && member.value().is_string() &&
             !std::string_view(member.value().get_string()).starts_with('{')) ||
            (key == "ssl_verify" && member.value().is_string()))
            return key + " names a file; write what stands in it, or use config.yaml";
    }
    for (const char *name : {"api_base", "base_url"}) {
        const std::string base(json::stringOr(*params, name));
        if (base.empty())
            continue;
        const std::string host = upstream::originOf(base).host;
        if (host.empty())
            return std::string(name) + " is no http or https address";
        if (!privateAddresses && isOwnHost(host))
            return std::string(name) + " is on this machine or its own network; "
                                       "portico_settings.model_private_addresses allows it";
    }
    return {};
}

}   // namespace

Result<config::ConfigPtr> storedConfig(const json::Object &row, bool privateAddresses)
{
    const auto refused = [](std::string why) {
        return Error{.code = ErrorCode::BadRequest, .message = std::move(why), .param = "litellm_params"};
    };
    if (std::string problem = problemOf(row, privateAddresses); !problem.empty())
        return refused(std::move(problem));
    config::LoadOptions load;
    load.environment = [](const std::string &name) {
        return name == "STORE_MODEL_IN_DB" ? std::optional<std::string>("True") : std::nullopt;
    };
    load.stored = [&row] { return std::vector<json::Object>{row}; };
    const config::LoadOutcome outcome = config::loadConfig(load);
    if (outcome.ok() && !outcome.config->deployments.empty())
        return outcome.config;
    for (const config::Diagnostic &diagnostic : outcome.diagnostics) {
        if (diagnostic.severity == config::Diagnostic::Severity::Error)
            return refused(diagnostic.keyPath + ": " + diagnostic.message);
    }
    return refused("this is no model");
}

std::string storedProblem(const json::Object &row, bool privateAddresses)
{
    const auto read = storedConfig(row, privateAddresses);
    return read.ok() ? std::string() : read.error().message;
}

std::optional<ApiReply> storingProblem(const Work &work, const StoredModels &stored)
{
    if (!work.admin())
        return notAllowed("Only proxy admins can add, change or delete models.");
    if (!work.config().general.storeModels)
        return engine::errorReply(
            {.code = ErrorCode::Internal,
             .message = "Set `'STORE_MODEL_IN_DB='True'` in your env to enable this feature."});
    if (stored.shared && !stored.hasSaltKey)
        return badRequest("Models in a database that several gateways share need LITELLM_SALT_KEY.");
    if (stored.key().isEmpty())
        return badRequest("Models are sealed with LITELLM_SALT_KEY or the master key; there is neither.");
    return std::nullopt;
}

Result<std::size_t> sealAnew(Work &work, const ModelSeal &before, const ModelSeal &after)
{
    std::size_t sealed = 0;
    const auto again = [&](const std::string &what, const json::Object &texts) -> Result<json::Object> {
        const auto opened = before.open(texts);
        if (!opened.ok())
            return Error{.code = ErrorCode::SecretAway,
                         .message =
                             what + " cannot be opened with the present key: " + opened.error().message};
        ++sealed;
        return after.seal(opened.value());
    };
    for (const StoredModelPtr &known : work.directory().models().select()) {
        StoredModel model = *known;
        GW_TRY(model.params, again("The model " + known->modelId, known->params));
        model.updatedAt = work.nowS;
        model.updatedBy = work.who();
        work.edit.put(std::move(model));
        note(work, "sealed anew", kTable, known->modelId, nullptr, nullptr);
    }
    for (const access::StoredCredentialPtr &known : work.directory().credentials().select()) {
        access::StoredCredential credential = *known;
        GW_TRY(credential.values, again("The credential " + known->name, known->values));
        credential.updatedAt = work.nowS;
        credential.updatedBy = work.who();
        work.edit.put(std::move(credential));
        note(work, "sealed anew", "LiteLLM_CredentialsTable", known->name, nullptr, nullptr);
    }
    return sealed;
}

Result<json::Object> withCredential(const access::Directory &directory, const ModelSeal &seal,
                                    json::Object params)
{
    const std::string name(json::stringOr(params, "litellm_credential_name"));
    if (name.empty())
        return params;
    const access::StoredCredentialPtr credential = directory.credential(name);
    if (!credential)
        return Error{.code = ErrorCode::BadRequest, .message = "there is no credential '" + name + "'"};
    GW_TRY(const json::Object values, seal.open(credential->values));
    for (const auto &member : values) {
        if (!params.contains(member.key()))
            params[member.key()] = member.value();
    }
    params.erase("litellm_credential_name");
    return params;
}

engine::ApiReply rotateMasterKey(Work &work, const StoredModels &stored)
{
    if (work.caller().kind != auth::Principal::Kind::Master || !stored.rotated)
        return notAllowed("Only the master key can be exchanged for another one.");
    std::optional<ApiReply> error;
    const Secret next(takeText(work.body, "new_master_key", error));
    if (error)
        return *error;
    constexpr std::size_t kShortest = 8;
    if (!next.reveal().starts_with("sk-") || next.reveal().size() < kShortest)
        return badRequest("new_master_key must start with 'sk-' and have at least 8 characters",
                          "new_master_key");
    std::size_t sealed = 0;
    if (!stored.hasSaltKey) {
        const auto count = sealAnew(work, ModelSeal(stored.key()), ModelSeal(next));
        if (!count.ok())
            return badRequest(count.error().message);
        sealed = count.value();
        // Before whoever reads the models anew hears of them.
        const Secret before = stored.key();
        stored.rotated(next);
        if (auto problem = commit(work)) {
            stored.rotated(before);
            return *problem;
        }
        stored.activate();
    }
    const std::string &text = next.reveal();
    return okReply(
        {{"key", text},
         {"token", hashOf(text)},
         {"key_name", "sk-..." + text.substr(text.size() - 4)},
         {"expires", nullptr},
         {"message",
          std::to_string(sealed) +
              " models and credentials are sealed anew. The present key counts until the new one stands "
              "in its place: general_settings.master_key, or LITELLM_MASTER_KEY and a "
              "restart."}});
}

engine::ApiRoutes storedModelRoutes(const StoredModels &stored)
{
    const auto route = managementRoutesOf(stored.directory, std::make_shared<const Routes>(stored));
    engine::ApiRoutes out{route("POST", "/model/new", &Routes::add),
                          route("POST", "/model/update", &Routes::update),
                          route("PATCH", "/model/{model}/update", &Routes::update),
                          route("POST", "/model/delete", &Routes::remove)};
    std::ranges::move(credentialRoutes(stored), std::back_inserter(out));
    return out;
}

}   // namespace gw::api
