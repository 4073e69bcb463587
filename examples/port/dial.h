#include <winsock2.h>

unsigned long host_address(const char *host);
unsigned short service_port(const char *service);
SOCKET dial(const char *host, const char *service, long seconds);
