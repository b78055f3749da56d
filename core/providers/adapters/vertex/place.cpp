#include "core/providers/adapters/vertex/place.h"

#include "core/providers/adapters/vertex/serviceaccount.h"

namespace gw::providers::vertex {

std::string locationOf(const Target &target)
{
    const std::string written = target.setting("vertex_location", {"VERTEXAI_LOCATION", "VERTEX_LOCATION"});
    return written.empty() ? std::string("us-central1") : written;
}

std::string hostOf(const Target &target, const std::string &location)
{
    if (!target.baseUrl.empty())
        return target.baseUrl;
    if (location == "global")
        return "https://aiplatform.googleapis.com";
    return location == "eu" || location == "us" ? "https://aiplatform." + location + ".rep.googleapis.com"
                                                : "https://" + location + "-aiplatform.googleapis.com";
}

std::string projectOf(const Target &target)
{
    std::string project = target.setting("vertex_project", {"VERTEXAI_PROJECT", "VERTEX_PROJECT"});
    if (project.empty()) {
        if (const auto credentials = credentialsOf(target); credentials.ok())
            project = credentials.value().project;
    }
    return project;
}

std::string rootOf(const Target &target)
{
    const std::string location = locationOf(target);
    const std::string project = projectOf(target);
    const std::string base = hostOf(target, location);
    if (project.empty())
        return base + "/v1";
    return base + "/v1/projects/" + project + "/locations/" + location;
}

void addCredentials(wire::Headers &headers, const Target &target, const EncodeContext &context)
{
    if (!context.token.isEmpty())
        headers.set("Authorization", "Bearer " + context.token.reveal());
    else if (target.key.reveal().starts_with("AIza"))
        headers.set("x-goog-api-key", target.key.reveal());
    else if (!target.key.isEmpty())
        headers.set("Authorization", "Bearer " + target.key.reveal());
}

}   // namespace gw::providers::vertex
