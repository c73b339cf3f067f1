# scimd_room(NAME SOURCES … HEADERS … LINKS …): the static library of one room. Its headers are a file set, so that
# the tidy preset can verify that each compiles alone.
function(scimd_room name)
    cmake_parse_arguments(room "" "" "SOURCES;HEADERS;LINKS;PRIVATE_LINKS;PRECOMPILE" ${ARGN})
    add_library(scimd_${name} STATIC ${room_SOURCES})
    target_compile_features(scimd_${name} PUBLIC cxx_std_20)
    target_sources(scimd_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}
                   FILES ${room_HEADERS})
    target_link_libraries(scimd_${name} PUBLIC ${room_LINKS} PRIVATE ${room_PRIVATE_LINKS})
    if(room_PRECOMPILE AND NOT SCIMD_NO_PRECOMPILED_HEADERS)
        target_precompile_headers(scimd_${name} PRIVATE ${room_PRECOMPILE})
    endif()
endfunction()

# scimd_embed(TARGET OUTPUT.cpp NAMESPACE::FUNCTION FILES…): text files as string views, so that the binary needs no
# files beside it. FUNCTION() answers an array of {name, text}.
function(scimd_embed target output function)
    string(REPLACE ";" "|" files "${ARGN}")  # a list inside a command's list would come apart
    set(command ${CMAKE_COMMAND} -DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/${output} -DFUNCTION=${function}
        "-DFILES=${files}" -DROOT=${CMAKE_CURRENT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake)
    add_custom_command(OUTPUT ${output} COMMAND ${command} VERBATIM
                       DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
                       WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${output})
endfunction()
