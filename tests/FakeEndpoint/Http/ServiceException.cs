namespace SsoOidc.FakeEndpoint.Http;

/// <summary>An error on its way to the client, in the shape of the service that raises it.</summary>
internal sealed class ServiceException : Exception
{
    private const string Namespace = ":http://internal.amazon.com/coral/com.amazonaws.sso.oidc/";
    private const string PortalNamespace = ":http://internal.amazon.com/coral/com.amazonaws.sso.portal/";

    private readonly Func<Reply> _reply;

    /// <summary>A modelled OIDC error: <c>error</c> and <c>error_description</c>, with the extra members that are given.</summary>
    public ServiceException(
        ErrorKind kind, string? description, string? reason = null, string? endpoint = null, string? region = null, int? status = null)
        : base(description)
    {
        var name = kind.Name + "Exception";
        _reply = () => Reply.Json(
            json =>
            {
                json.WriteString("error", kind.Error);
                json.WriteString("error_description", description);
                if (reason is not null)
                    json.WriteString("reason", reason);
                if (endpoint is not null)
                    json.WriteString("endpoint", endpoint);
                if (region is not null)
                    json.WriteString("region", region);
            },
            status ?? kind.Status,
            name).With("x-amzn-ErrorType", name + Namespace);
    }

    private ServiceException(int status, string name, string message, string errorType, string? type)
        : base(message)
    {
        _reply = () => Reply.Json(
            json =>
            {
                json.WriteString("message", message);
                if (type is not null)
                    json.WriteString("__type", type);
            },
            status,
            name).With("x-amzn-ErrorType", errorType);
    }

    /// <summary>An error of the layer before the service (signature, media type, unknown address): only <c>message</c>.</summary>
    public static ServiceException FrontEnd(int status, string name, string message) => new(status, name, message, name, null);

    /// <summary>An error of the access portal API.</summary>
    public static ServiceException Portal(int status, string name, string message) =>
        new(status, name, message, name + PortalNamespace, $"com.amazonaws.switchboard.portal#{name}");

    public Reply ToReply() => _reply();
}
