/* winfinger: the same question in a program of window messages. winfinger [user]@host [service] */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WM_SERVICE (WM_USER + 1)
#define WM_HOST (WM_USER + 2)
#define WM_SOCKET (WM_USER + 3)

static char *user, *host;
static const char *service;
static struct sockaddr_in peer;
static SOCKET s = INVALID_SOCKET;
static char found[MAXGETHOSTSTRUCT];

/* Ends the program; an error is printed. */
static void finish(int error)
{
    if (error != 0)
        printf("winfinger: error %d\n", error);
    PostQuitMessage(error != 0);
}

/* The service is known: look for the host. */
static void on_service(HWND hwnd, int error)
{
    if (error == 0)
        peer.sin_port = ((struct servent *)found)->s_port;
    else
        peer.sin_port = htons((unsigned short)atoi(service));
    if (WSAAsyncGetHostByName(hwnd, WM_HOST, host, found, sizeof found) == 0)
        finish(WSAGetLastError());
}

/* The host is known: connect. */
static void on_host(HWND hwnd, int error)
{
    if (error != 0) {
        finish(error);
        return;
    }
    peer.sin_family = AF_INET;
    memcpy(&peer.sin_addr, ((struct hostent *)found)->h_addr_list[0], 4);
    s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    WSAAsyncSelect(s, hwnd, WM_SOCKET, FD_CONNECT | FD_READ | FD_CLOSE);
    if (connect(s, (struct sockaddr *)&peer, sizeof peer) == SOCKET_ERROR && WSAGetLastError() != WSAEWOULDBLOCK)
        finish(WSAGetLastError());
}

/* Prints some received bytes, and returns their number. FD_READ is posted again while bytes are left. */
static int print_arrived(void)
{
    char answer[512];
    int received = recv(s, answer, sizeof answer, 0);
    if (received > 0)
        fwrite(answer, 1, received, stdout);
    return received;
}

/* The socket is connected, has data, or is closed. */
static void on_socket(int event, int error)
{
    char query[256];
    if (event == FD_CONNECT && error == 0) {
        _snprintf(query, sizeof query, "%s\r\n", user);
        send(s, query, (int)strlen(query), 0);
    } else if (event == FD_READ && error == 0) {
        print_arrived();
    } else {
        while (error == 0 && print_arrived() > 0)
            continue;
        finish(error);
    }
}

static LRESULT CALLBACK window_proc(HWND hwnd, UINT message, WPARAM wParam, LPARAM lParam)
{
    switch (message) {
    case WM_SERVICE:
        on_service(hwnd, WSAGETASYNCERROR(lParam));
        return 0;
    case WM_HOST:
        on_host(hwnd, WSAGETASYNCERROR(lParam));
        return 0;
    case WM_SOCKET:
        on_socket(WSAGETSELECTEVENT(lParam), WSAGETSELECTERROR(lParam));
        return 0;
    }
    return DefWindowProcW(hwnd, message, wParam, lParam);
}

int main(int argc, char **argv)
{
    WSADATA data;
    WNDCLASSW window_class = {0};
    MSG message;
    HWND hwnd;

    user = argv[1];
    host = strchr(user, '@');
    service = argc > 2 ? argv[2] : "finger";
    *host++ = '\0';
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    window_class.lpfnWndProc = window_proc;
    window_class.lpszClassName = L"winfinger";
    RegisterClassW(&window_class);
    hwnd = CreateWindowExW(0, L"winfinger", NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    if (WSAAsyncGetServByName(hwnd, WM_SERVICE, service, "tcp", found, sizeof found) == 0)
        finish(WSAGetLastError());
    while (GetMessageW(&message, NULL, 0, 0) > 0) {
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
    closesocket(s);
    WSACleanup();
    return (int)message.wParam;
}
