#pragma once

#include "core/base/secret.h"
#include "core/wire/headers.h"

#include <cstdint>
#include <string>
#include <string_view>

// AWS Signature Version 4
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
namespace gw::providers::bedrock {

struct AwsCredentials
{
    std::string accessKey;
    Secret secretKey;
    Secret sessionToken;   // Empty for keys that last.

    bool known() const { return !accessKey.empty() && !secretKey.isEmpty(); }
};

struct SigningScope
{
    std::string region;
    std::string service = "bedrock";
    std::int64_t unixS = 0;   // Now, to the second; the service refuses clocks that are five minutes off.
};

// Everything but letters, digits and "-_.~" becomes %XX: one segment of a path, or one value of a form.
std::string uriEncoded(std::string_view text);

// The canonical request of a signature, for its tests. headers: what is signed, by lower-case name.
std::string canonicalRequest(std::string_view method, std::string_view url, const wire::Headers &headers,
                             std::string_view body);

// Signs a POST: adds x-amz-date, x-amz-security-token and authorization. content-type must be there and is
// signed with the host; other headers are not, so that what comes later may add to them.
void signV4(wire::Headers &headers, std::string_view url, std::string_view body,
            const AwsCredentials &credentials, const SigningScope &scope);

}   // namespace gw::providers::bedrock
