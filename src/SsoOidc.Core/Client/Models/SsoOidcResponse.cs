using System.Net;

namespace SsoOidc;

/// <summary>An operation's answer: its members, and <see cref="Metadata"/>.</summary>
public abstract record SsoOidcResponse
{
    private static readonly ResponseMetadata NoMetadata = new();

    private protected SsoOidcResponse()
    {
    }

    /// <summary>Request ids, status and attempts of the exchange.</summary>
    public ResponseMetadata Metadata { get; init; } = NoMetadata;

    /// <summary>The same as <see cref="Metadata"/>, under the name that the AWS SDK for .NET gives it.</summary>
    public ResponseMetadata ResponseMetadata => Metadata;

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode? HttpStatusCode => Metadata.HttpStatusCode;

    /// <summary>The bytes of the answer's body, under the name that the AWS SDK for .NET gives them.</summary>
    public long ContentLength => Metadata.ContentLength;

    /// <summary>When the answer arrived; lifetimes in seconds count from here. Null in a response that no client made.</summary>
    internal DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>The moment <paramref name="seconds"/> after the answer arrived. An int of seconds is 68 years: it stays on the calendar.</summary>
    private protected DateTimeOffset? After(int? seconds) => seconds is { } s ? ReceivedAt?.AddSeconds(s) : null;

    /// <summary>The type's name: members may be secrets and are never printed.</summary>
    public override string ToString() => GetType().Name;
}
