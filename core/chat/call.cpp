#include "core/chat/call.h"

#include <algorithm>
#include <array>

namespace gw::chat {

namespace {

Message textMessage(Message::Role role, std::string text)
{
    Message message;
    message.role = role;
    message.form = Message::Form::String;
    message.parts.emplace_back().text = std::move(text);
    return message;
}

}   // namespace

Result<void> Call::continueFrom(const std::string &said)
{
    GW_CHECK(canonical());
    auto *request = std::get_if<Request>(m_built.get());
    if (!request)
        return Error{.code = ErrorCode::BadRequest, .message = "only a conversation can be continued"};
    if (m_continued)
        request->messages.resize(request->messages.size() - 2);
    m_continued = true;
    relayable = false;
    request->messages.push_back(textMessage(
        Message::Role::System,
        "The assistant's last message was cut off in the middle. Continue it from exactly where it "
        "stops: do not repeat any of it, do not begin anew, and do not mention the cut."));
    request->messages.push_back(textMessage(Message::Role::Assistant, said));
    return {};
}

bool isGatewayField(std::string_view key)
{
    static constexpr std::array kFields{std::string_view("litellm_metadata"),
                                        std::string_view("tags"),
                                        std::string_view("cache"),
                                        std::string_view("fallbacks"),
                                        std::string_view("disable_fallbacks"),
                                        std::string_view("num_retries"),
                                        std::string_view("timeout"),
                                        std::string_view("stream_timeout"),
                                        std::string_view("guardrails"),
                                        std::string_view("caching"),
                                        std::string_view("mock_response"),
                                        std::string_view("mock_timeout"),
                                        std::string_view("mock_delay"),
                                        std::string_view("user_config"),
                                        std::string_view("api_key"),
                                        std::string_view("api_base"),
                                        std::string_view("base_url"),
                                        std::string_view("priority"),
                                        std::string_view("litellm_session_id"),
                                        std::string_view("litellm_trace_id"),
                                        std::string_view("no-log"),
                                        std::string_view("no_log"),
                                        std::string_view("max_retries"),
                                        std::string_view("drop_params"),
                                        std::string_view("context_window_fallbacks"),
                                        std::string_view("content_policy_fallbacks"),
                                        std::string_view("mock_testing_fallbacks"),
                                        std::string_view("allowed_model_region"),
                                        std::string_view("mock_testing_context_window_fallbacks"),
                                        std::string_view("mock_testing_content_policy_fallbacks"),
                                        std::string_view("mock_testing_rate_limit_error"),
                                        std::string_view("custom_llm_provider"),
                                        std::string_view("allowed_openai_params"),
                                        std::string_view("additional_drop_params"),
                                        std::string_view("extra_body"),
                                        std::string_view("extra_headers"),
                                        std::string_view("custom_cost"),
                                        std::string_view("model_info"),
                                        std::string_view("proxy_server_request"),
                                        std::string_view("secret_fields"),
                                        std::string_view("litellm_call_id"),
                                        std::string_view("litellm_logging_obj"),
                                        std::string_view("router_settings"),
                                        std::string_view("ttl"),
                                        std::string_view("client")};
    return std::ranges::find(kFields, key) != kFields.end();
}

}   // namespace gw::chat
