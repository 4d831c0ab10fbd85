# cmake --install: the program, the library with its headers and pkg-config file, the rules, the manual page, the completions.
install(TARGETS libspaser ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(TARGET libspaser_shared)
    install(TARGETS libspaser_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()
if(TARGET spaser_program)
    install(TARGETS spaser_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

install(DIRECTORY engine/include/spaser DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY stdlib rules DESTINATION ${CMAKE_INSTALL_DATADIR}/spaser)

configure_file(cmake/spaser.pc.in spaser.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/spaser.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

file(GLOB manuals CONFIGURE_DEPENDS engine/cli/man/*.1)
install(FILES ${manuals} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

if(EXISTS ${PROJECT_SOURCE_DIR}/engine/cli/completions/spaser.bash)
    install(FILES engine/cli/completions/spaser.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME spaser)
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/engine/cli/completions/_spaser)
    install(FILES engine/cli/completions/_spaser DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/engine/cli/completions/spaser.fish)
    install(FILES engine/cli/completions/spaser.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
