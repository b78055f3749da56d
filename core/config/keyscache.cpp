#include "core/config/schemakeys.h"

namespace gw::config::detail {

namespace {

using T = KeyType;
using S = Support;

constexpr std::string_view kOneServer = "one Redis server is used, without cluster or sentinels";
constexpr std::string_view kMemory = "memory is used instead";

constexpr KeyRow kCache[] = {
    {"type", T::Text, Tier::Core, S::Works},
    {"host", T::Text, Tier::Core, S::Works},
    {"port", T::Int, Tier::Core, S::Works},
    {"password", T::Secret, Tier::Core, S::Works},
    {"username", T::Text, Tier::Common, S::Works},
    {"db", T::Int, Tier::Common, S::Works},
    {"url", T::Secret, Tier::Common, S::Works},
    {"socket_timeout", T::Number, Tier::Common, S::Works},
    {"ssl", T::Bool, Tier::Common, S::Works},
    {"ssl_cert_reqs", T::Any, Tier::Common, S::Works},
    {"ssl_check_hostname", T::Bool, Tier::Common, S::Works},
    {"ssl_ca_certs", T::Text, Tier::Common, S::Works},
    {"ssl_certfile", T::Text, Tier::Common, S::Works},
    {"ssl_keyfile", T::Text, Tier::Common, S::Works},
    {"max_connections", T::Any, Tier::Common, S::Silent},
    {"redis_startup_nodes", T::Any, Tier::Common, S::NotYet, kOneServer},
    {"service_name", T::Any, Tier::Common, S::NotYet, kOneServer},
    {"sentinel_nodes", T::Any, Tier::Common, S::NotYet, kOneServer},
    {"sentinel_password", T::Secret, Tier::Common, S::NotYet, kOneServer},
    {"gcp_service_account", T::Any, Tier::Common, S::NotYet, "Redis is logged in to by password"},
    {"ttl", T::Number, Tier::Core, S::Works},
    {"default_in_memory_ttl", T::Number, Tier::Common, S::Works},
    {"default_in_redis_ttl", T::Number, Tier::Common, S::Works},
    {"namespace", T::Text, Tier::Core, S::Works},
    {"supported_call_types", T::List, Tier::Core, S::Works},
    {"mode", T::Text, Tier::Core, S::Works},
    {"disk_cache_dir", T::Text, Tier::Common, S::Works},
    {"max_size_in_memory", T::Int, Tier::Common, S::Works},
    {"s3_bucket_name", T::Any, Tier::Common, S::NotYet, kMemory},
    {"s3_region_name", T::Any, Tier::Common, S::NotYet, kMemory},
    {"s3_aws_access_key_id", T::Secret, Tier::Common, S::NotYet, kMemory},
    {"s3_aws_secret_access_key", T::Secret, Tier::Common, S::NotYet, kMemory},
    {"s3_endpoint_url", T::Any, Tier::Common, S::NotYet, kMemory},
    {"s3_path", T::Any, Tier::Common, S::NotYet, kMemory},
    {"gcs_bucket_name", T::Any, Tier::Rare, S::NotYet, kMemory},
    {"gcs_path_service_account", T::Any, Tier::Rare, S::NotYet, kMemory},
    {"gcs_path", T::Any, Tier::Rare, S::NotYet, kMemory},
    {"qdrant_api_base", T::Any, Tier::Rare, S::NotYet, kMemory},
    {"qdrant_api_key", T::Secret, Tier::Rare, S::NotYet, kMemory},
    {"qdrant_collection_name", T::Any, Tier::Rare, S::NotYet, kMemory},
    {"qdrant_quantization_config", T::Any, Tier::Rare, S::NotYet, kMemory},
    {"qdrant_semantic_cache_embedding_model", T::Any, Tier::Rare, S::NotYet,
     "only equal requests share answers"},
    {"redis_semantic_cache_embedding_model", T::Any, Tier::Rare, S::NotYet,
     "only equal requests share answers"},
    {"similarity_threshold", T::Any, Tier::Rare, S::NotYet, "only equal requests share answers"},
};

}   // namespace

std::span<const KeyRow> cacheKeys()
{
    return kCache;
}

}   // namespace gw::config::detail
