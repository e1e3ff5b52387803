namespace SsoOidc.Client.Models;

/// <summary>What the wire needs to know of an operation: all four are POST.</summary>
internal sealed class Operation
{
    public static readonly Operation RegisterClient = new("RegisterClient", "/client/register");
    public static readonly Operation StartDeviceAuthorization = new("StartDeviceAuthorization", "/device_authorization");
    public static readonly Operation CreateToken = new("CreateToken", "/token");
    public static readonly Operation CreateTokenWithIAM = new("CreateTokenWithIAM", "/token?aws_iam=t", isSigned: true);

    private Operation(string name, string pathAndQuery, bool isSigned = false)
    {
        Name = name;
        PathAndQuery = pathAndQuery;
        IsSigned = isSigned;
    }

    public string Name { get; }

    public string PathAndQuery { get; }

    public bool IsSigned { get; }

    /// <summary>The operation's address: its path is appended to that of a custom endpoint.</summary>
    public Uri AddressAt(Uri endpoint) => new(endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/') + PathAndQuery);
}
