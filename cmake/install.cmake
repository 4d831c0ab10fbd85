# cmake --install: the program, the library with its headers and pkg-config file, the rules, the manual page, the completions.
install(TARGETS libspaser ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(TARGET libspaser_shared)
    install(TARGETS libspaser_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()
install(TARGETS spaser_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

install(DIRECTORY engine/include/spaser DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY stdlib rules DESTINATION ${CMAKE_INSTALL_DATADIR}/spaser)

# Relative to itself: `cmake --install --prefix` may choose another place than the one configured.
file(RELATIVE_PATH up_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/spaser.pc.in spaser.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/spaser.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES engine/cli/man/spaser.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES engine/cli/completions/spaser.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME spaser)
install(FILES engine/cli/completions/_spaser DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES engine/cli/completions/spaser.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
