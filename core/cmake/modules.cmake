# How a module, a registry and a test are declared. A module's DEPENDS feeds both the linker and
# the layering test, which reads every #include.

add_library(gw_flags INTERFACE)
target_include_directories(gw_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(gw_flags INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH QT_NO_KEYWORDS QT_STRICT_ITERATORS
  QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_compile_options(gw_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual
  # g++ 12 warns of impossible copies inside std::string's operator+ when optimising.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${GW_WERROR}>:-Werror>)
target_link_libraries(gw_flags INTERFACE Threads::Threads)
if(GW_WITH_FUZZERS)
  target_compile_options(gw_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(gw_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(GW_SANITIZE)
  list(JOIN GW_SANITIZE "," gw_sanitize)
  target_compile_options(gw_flags INTERFACE -fsanitize=${gw_sanitize} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(gw_flags INTERFACE -fsanitize=${gw_sanitize})
endif()

# gw_add_module(name SOURCES ... DEPENDS modules... HEADER_DEPENDS module:header ... LIBS ...)
# DEPENDS: modules whose headers may be included. HEADER_DEPENDS: single headers of further modules.
function(gw_add_module name)
  cmake_parse_arguments(PARSE_ARGV 1 M "" "" "SOURCES;DEPENDS;HEADER_DEPENDS;LIBS")
  add_library(gw_${name} STATIC ${M_SOURCES})
  add_library(gw::${name} ALIAS gw_${name})
  set(deps ${M_DEPENDS})
  foreach(entry IN LISTS M_HEADER_DEPENDS)
    string(REGEX REPLACE ":.*" "" module ${entry})
    list(APPEND deps ${module})
  endforeach()
  list(REMOVE_DUPLICATES deps)
  list(TRANSFORM deps PREPEND gw::)
  target_link_libraries(gw_${name} PUBLIC gw_flags ${deps} ${M_LIBS})
  file(RELATIVE_PATH dir ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  list(JOIN M_DEPENDS " " allowed)
  list(JOIN M_HEADER_DEPENDS " " headers)
  set_property(GLOBAL APPEND_STRING PROPERTY GW_LAYERS "${name}|${dir}|${allowed}|${headers}\n")
  list(TRANSFORM M_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  set_property(GLOBAL APPEND PROPERTY GW_I18N_SOURCES ${M_SOURCES})
endfunction()

# One entry per *.cpp in DIR: PREFIX_<stem>() is declared and listed. A missing function is a link error.
function(gw_generate_registry target header dir type prefix)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/*.cpp)
  set(decls "")
  set(rows "")
  foreach(f IN LISTS files)
    get_filename_component(stem ${f} NAME_WE)
    string(APPEND decls "${type} ${prefix}_${stem}();\n")
    string(APPEND rows "    {\"${stem}\", &${prefix}_${stem}},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${header} CONTENT
"// Generated from ${dir}/*.cpp; do not edit.
@decls@
inline constexpr std::pair<const char *, ${type} (*)()> k_${prefix}_registry[] = {
@rows@};
" @ONLY)
  target_sources(${target} PRIVATE ${files})
  set_property(GLOBAL APPEND PROPERTY GW_I18N_SOURCES ${files})
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()
