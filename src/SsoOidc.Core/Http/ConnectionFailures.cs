namespace SsoOidc.Http;

/// <summary>Tells failures to connect, after which nothing can have been carried out, from later ones.</summary>
internal static class ConnectionFailures
{
#if NET
    public static bool IsBeforeSending(HttpRequestException error) => error.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
#else
    public static bool IsBeforeSending(HttpRequestException error) => error.GetBaseException() switch
    {
        System.Net.WebException web => web.Status is System.Net.WebExceptionStatus.NameResolutionFailure or System.Net.WebExceptionStatus.ConnectFailure
            or System.Net.WebExceptionStatus.TrustFailure or System.Net.WebExceptionStatus.SecureChannelFailure or System.Net.WebExceptionStatus.ProxyNameResolutionFailure,
        System.Net.Sockets.SocketException socket => socket.SocketErrorCode is System.Net.Sockets.SocketError.ConnectionRefused
            or System.Net.Sockets.SocketError.HostNotFound or System.Net.Sockets.SocketError.NoData or System.Net.Sockets.SocketError.TryAgain
            or System.Net.Sockets.SocketError.HostUnreachable or System.Net.Sockets.SocketError.NetworkUnreachable,
        System.Security.Authentication.AuthenticationException => true,
        _ => false,
    };
#endif
}
