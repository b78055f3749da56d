#pragma once

#include <string>
#include <vector>

// A stream of OpenAI's Responses API with every kind of item. Apart from its test, whose moc stumbles over
// escapes in raw strings.
namespace gw::providertest {

inline const std::vector<std::string> kEvents{
    R"({"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"gpt-5-pro","created_at":9,"status":"in_progress","output":[]}})",
    R"({"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}})",
    R"({"type":"response.reasoning_summary_text.delta","sequence_number":2,"output_index":0,"summary_index":0,"delta":"Hm"})",
    R"({"type":"response.reasoning_summary_text.delta","sequence_number":3,"output_index":0,"summary_index":1,"delta":"so"})",
    R"({"type":"response.output_item.done","sequence_number":4,"output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":"enc"}})",
    R"({"type":"response.output_item.added","sequence_number":5,"output_index":1,"item":{"id":"msg_1","type":"message","content":[]}})",
    R"({"type":"response.output_text.delta","sequence_number":6,"output_index":1,"content_index":0,"delta":"Grüß"})",
    R"({"type":"response.output_text.annotation.added","sequence_number":7,"output_index":1,"annotation":{"type":"url_citation","url":"https://e.org","title":"T"}})",
    R"({"type":"response.output_item.added","sequence_number":8,"output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"f","arguments":""}})",
    R"({"type":"response.output_item.added","sequence_number":9,"output_index":3,"item":{"id":"fc_2","type":"custom_tool_call","call_id":"call_2","name":"patch","input":""}})",
    R"({"type":"response.function_call_arguments.delta","sequence_number":10,"output_index":2,"delta":"{\"a\":"})",
    R"({"type":"response.custom_tool_call_input.delta","sequence_number":11,"output_index":3,"delta":"***"})",
    R"({"type":"response.function_call_arguments.delta","sequence_number":12,"output_index":2,"delta":"1}"})",
    R"({"type":"response.completed","sequence_number":13,"response":{"id":"resp_1","model":"gpt-5-pro","status":"completed","output":[{"type":"reasoning","id":"rs_1","summary":[]},{"type":"message","content":[{"type":"output_text","text":"Grüß"}]},{"type":"function_call","call_id":"call_1","name":"f","arguments":"{\"a\":1}"},{"type":"custom_tool_call","call_id":"call_2","name":"patch","input":"***"}],"usage":{"input_tokens":40,"input_tokens_details":{"cached_tokens":30},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":49}}})"};

}   // namespace gw::providertest
