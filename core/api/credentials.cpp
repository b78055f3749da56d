#include "core/api/management.h"
#include "core/api/storedmodels.h"
#include "core/config/schemakeys.h"

#include <algorithm>
#include <memory>

namespace gw::api {

namespace {

using access::StoredCredential;
using access::StoredCredentialPtr;
using engine::Access;
using engine::ApiReply;

constexpr const char *kTable = "LiteLLM_CredentialsTable";

// What of a model's parameters is a credential: who it is, and where it goes.
bool isCredentialParam(std::string_view name)
{
    constexpr std::array kPrefixes{std::string_view("api_"),     std::string_view("aws_"),
                                   std::string_view("azure_"),   std::string_view("vertex_"),
                                   std::string_view("base_url"), std::string_view("organization")};
    return config::isSecretName(name) ||
           std::ranges::any_of(kPrefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
}

// As clients see opened values: enough of a secret to tell it from others.
json::Object masked(const json::Object &values)
{
    json::Object out;
    for (const auto &member : values) {
        const bool secret = config::isSecretName(member.key());
        if (secret && member.value().is_string())
            out[member.key()] = Secret(std::string(member.value().get_string())).masked();
        else if (secret)
            out[member.key()] = "****";
        else
            out[member.key()] = member.value();
    }
    return out;
}

ApiReply done(const char *what)
{
    return okReply(json::Object{{"success", true}, {"message", what}});
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
        StoredCredential credential;
        credential.name = takeText(work.body, "credential_name", error);
        const std::string model = error ? std::string() : takeText(work.body, "model_id", error);
        if (error)
            return *error;
        if (credential.name.empty())
            return unprocessable("credential_name", "Field required");
        if (work.directory().credential(credential.name) || inFile(work, credential.name))
            return badRequest("Credential " + credential.name + " is there already", "credential_name");
        json::Object values = takeObject(work.body, "credential_values", error);
        if (!error)
            credential.info = takeObject(work.body, "credential_info", error);
        if (error)
            return *error;
        if (!model.empty()) {
            auto own = ofModel(work, model);
            if (!own.ok())
                return badRequest(own.error().message, "model_id");
            values = overlaid(std::move(own).value(), values);
        }
        if (values.empty())
            return unprocessable("credential_values", "Field required");
        credential.createdAt = work.nowS;
        credential.createdBy = work.who();
        return put(work, std::move(credential), values, nullptr);
    }

    ApiReply list(Work &work) const
    {
        if (!work.caller().viewer())
            return notAllowed("Only proxy admins can see credentials.");
        json::Array rows = work.config().credentials;
        std::vector<StoredCredentialPtr> stored = work.directory().credentials().select();
        std::ranges::sort(stored, {}, [](const StoredCredentialPtr &one) { return one->name; });
        for (const StoredCredentialPtr &one : stored)
            rows.emplace_back(rowOf(*one));
        return okReply(json::Object{{"success", true}, {"credentials", std::move(rows)}});
    }

    ApiReply show(Work &work) const
    {
        if (!work.caller().viewer())
            return notAllowed("Only proxy admins can see credentials.");
        const std::string &name = nameIn(work);
        if (const StoredCredentialPtr known = work.directory().credential(name))
            return okReply(rowOf(*known));
        if (const json::Value *row = inFile(work, name))
            return okReply(*row);
        return missing(name);
    }

    ApiReply showOfModel(Work &work) const
    {
        if (!work.caller().viewer())
            return notAllowed("Only proxy admins can see credentials.");
        const std::string &id = work.call.path.at("model");
        auto values = ofModel(work, id);
        if (!values.ok())
            return notFound(values.error().message, "model_id");
        return okReply(json::Object{{"credential_name", id + "-credential"},
                                    {"credential_values", masked(values.value())},
                                    {"credential_info", json::Object()}});
    }

    ApiReply update(Work &work) const
    {
        std::optional<ApiReply> error = storingProblem(work, m_stored);
        json::Object values = error ? json::Object() : takeObject(work.body, "credential_values", error);
        const json::Object info = error ? json::Object() : takeObject(work.body, "credential_info", error);
        if (error)
            return *error;
        const StoredCredentialPtr known = work.directory().credential(nameIn(work));
        if (!known)
            return unchangeable(work, nameIn(work));
        const auto opened = ModelSeal(m_stored.key()).open(known->values);
        if (!opened.ok())
            return engine::errorReply(opened.error());
        // A form that shows masks sends them back: they mean what is there.
        const json::Object shown = masked(opened.value());
        for (const auto &member : shown) {
            if (const json::Value *sent = json::find(values, member.key()); sent && *sent == member.value())
                values.erase(member.key());
        }
        StoredCredential credential = *known;
        credential.info = overlaid(known->info, info);
        return put(work, std::move(credential), overlaid(opened.value(), values), known);
    }

    ApiReply remove(Work &work) const
    {
        if (auto error = storingProblem(work, m_stored))
            return *error;
        const std::string &name = nameIn(work);
        const StoredCredentialPtr known = work.directory().credential(name);
        if (!known)
            return unchangeable(work, name);
        std::string users;
        for (const access::StoredModelPtr &model : work.directory().models().select()) {
            const auto params = ModelSeal(m_stored.key()).open(model->params);
            if (params.ok() && json::stringOr(params.value(), "litellm_credential_name") == name)
                users += (users.empty() ? "" : ", ") + model->name;
        }
        if (!users.empty())
            return badRequest("Credential " + name + " is used by " + users, "credential_name");
        work.edit.remove(access::Kind::Credential, name);
        if (auto problem = commit(work, "deleted", kTable, name, rowOf(*known), nullptr))
            return *problem;
        return done("Credential deleted successfully");
    }

private:
    static const std::string &nameIn(const Work &work) { return work.call.path.at("name"); }

    static const json::Value *inFile(const Work &work, std::string_view name)
    {
        const json::Array &rows = work.config().credentials;
        const auto *found = std::ranges::find_if(rows, [&](const json::Value &row) {
            return row.is_object() && json::stringOr(row.get_object(), "credential_name") == name;
        });
        return found == rows.end() ? nullptr : found;
    }

    static ApiReply missing(const std::string &name)
    {
        return notFound("Credential not found. Got credential name: " + name, "credential_name");
    }

    static ApiReply unchangeable(const Work &work, const std::string &name)
    {
        if (inFile(work, name))
            return badRequest("Credential " + name + " is defined in the config file; it is changed there",
                              "credential_name");
        return missing(name);
    }

    Result<json::Object> ofModel(const Work &work, const std::string &id) const
    {
        const access::StoredModelPtr model = work.directory().model(id);
        if (!model)
            return Error{.code = ErrorCode::BadRequest,
                         .message = "Model with id=" + id + " not found in db"};
        GW_TRY(json::Object params, ModelSeal(m_stored.key()).open(model->params));
        GW_TRY(params, withCredential(work.directory(), ModelSeal(m_stored.key()), std::move(params)));
        json::Object out;
        for (const auto &member : params) {
            if (isCredentialParam(member.key()))
                out[member.key()] = member.value();
        }
        return out;
    }

    json::Object rowOf(const StoredCredential &credential) const
    {
        const auto opened = ModelSeal(m_stored.key()).open(credential.values);
        return {{"credential_name", credential.name},
                {"credential_values", opened.ok() ? masked(opened.value()) : json::Object()},
                {"credential_info", credential.info}};
    }

    ApiReply put(Work &work, StoredCredential credential, const json::Object &values,
                 const StoredCredentialPtr &known) const
    {
        json::Object params = values;
        const bool named = params.contains("custom_llm_provider");
        params["model"] = named ? "any" : "openai/any";
        const json::Object row{{"model_name", credential.name},
                               {"litellm_params", std::move(params)},
                               {"model_info", json::Object()}};
        if (const std::string problem = storedProblem(row, work.config().general.modelPrivateAddresses);
            !problem.empty())
            return badRequest(problem, "credential_values");
        auto sealed = ModelSeal(m_stored.key()).seal(values);
        if (!sealed.ok())
            return engine::errorReply(sealed.error());
        credential.values = std::move(sealed).value();
        credential.updatedAt = work.nowS;
        credential.updatedBy = work.who();
        work.edit.put(credential);
        if (auto problem =
                commit(work, known ? "updated" : "created", kTable, credential.name,
                       known ? json::Value(rowOf(*known)) : json::Value(nullptr), rowOf(credential)))
            return *problem;
        m_stored.activate();
        return done(known ? "Credential updated successfully" : "Credential created successfully");
    }

    const StoredModels m_stored;
};

}   // namespace

engine::ApiRoutes credentialRoutes(const StoredModels &stored)
{
    const auto route = managementRoutesOf(stored.directory, std::make_shared<const Routes>(stored));
    return {route("POST", "/credentials", &Routes::add),
            route("GET", "/credentials", &Routes::list),
            route("GET", "/credentials/by_name/{name}", &Routes::show),
            route("GET", "/credentials/by_model/{model}", &Routes::showOfModel),
            route("GET", "/credentials/{name}", &Routes::show),
            route("PATCH", "/credentials/{name}", &Routes::update),
            route("DELETE", "/credentials/{name}", &Routes::remove)};
}

}   // namespace gw::api
