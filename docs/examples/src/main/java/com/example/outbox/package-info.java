/** Examples for docs/embed.md. Everything here is compiled and run by the build; nothing of it is published. */
package com.example.outbox;
