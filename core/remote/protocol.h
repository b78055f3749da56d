#pragma once

#include <chrono>
#include <string_view>

// How a window talks to a gateway elsewhere, all of it below /portico/v1 and with an administrator's key:
//   GET  hello                  who answers, and in which version of this
//   GET  events                 server-sent events: "look" (a value known beforehand has changed), "signal",
//                               and "gap" once what came between is lost. Each has an id and, in its data,
//                               the same number as "seq"; Last-Event-ID resumes behind it.
//   POST calls/{area}/{method}  {"token": 7, "args": [...]}; what answers comes as events
// events and calls name their window by the field kWindowField: 32 characters that it makes up.
namespace gw::remote {

// Another major is refused; a minor only adds.
inline constexpr int kMajor = 1;
inline constexpr int kMinor = 0;

inline constexpr std::string_view kHelloPath = "/portico/v1/hello";
inline constexpr std::string_view kEventsPath = "/portico/v1/events";
inline constexpr std::string_view kCallsPath = "/portico/v1/calls/";
inline constexpr std::string_view kWindowField = "portico-window";
// "1.0", in requests of the window.
inline constexpr std::string_view kVersionField = "portico-remote";

// The event stream is never silent for longer; a window takes kSilence without a byte for a loss.
inline constexpr std::chrono::seconds kHeartbeat{4};
inline constexpr std::chrono::seconds kSilence{12};

}   // namespace gw::remote
