using System.Security.Authentication;
using SsoOidc.Base;

namespace SsoOidc.Http;

/// <summary>What failures of the network mean: whether anything can have been carried out, and what a person can do about it.</summary>
internal static class ConnectionFailures
{
    private const string ProxyUser = "The proxy asks for a user name and a password (407). Give both with the proxy, or in its address in HTTPS_PROXY or HTTP_PROXY.";

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
        AuthenticationException => true,
        _ => false,
    };
#endif

    /// <summary>The failure that stands for an answer of a proxy that asks who the user is.</summary>
    public static HttpRequestException OfProxyUser() => new(ProxyUser);

    /// <summary>Whether a proxy asks who the user is: asking again, with the same or nothing, only locks an account.</summary>
    public static bool IsOfProxyUser(Exception error) =>
        error is HttpRequestException && error.GetBaseException().Message is var text && (text == ProxyUser || text.Contains("'407'") || text.Contains("(407)"));

    /// <summary>
    /// The failure as it may be shown with all that is in it. .NET quotes a proxy's address with the password that may be in it, and a status line or
    /// the name of a header with the escapes for a terminal that may be in these.
    /// </summary>
    public static Exception Presentable(Exception error)
    {
        for (var part = error; part is not null; part = part.InnerException)
        {
            if (Presentable(part.Message) != part.Message)
            {
                var text = Presentable(error.GetBaseException().Message);
                return error is HttpRequestException failure ? Platform.Reworded(failure, text) : new IOException(text);
            }
        }

        return error;

        static string Presentable(string text) => Shown.Clean(Shown.WithoutUserInfo(text), int.MaxValue);
    }

    /// <summary>The failure in words fit to be shown, with what to do where that is known.</summary>
    public static string Explain(Exception error)
    {
        var cause = error.GetBaseException();
        var text = Shown.Clean(cause.Message);
        // A certificate for another name is no matter of trust.
        if (cause is AuthenticationException && text.Contains("certificate") && !text.Contains("NameMismatch"))
            return text.TrimEnd('.') + ". If an authority of your own signed it, name the PEM file with its certificate in AWS_CA_BUNDLE or ca_bundle.";
        return text != ProxyUser && IsOfProxyUser(error) ? $"{text.TrimEnd('.')}. {ProxyUser}" : text;
    }
}
