using System.Net;

namespace SsoOidc.Http;

/// <summary>
/// The body of a call's requests, in a pooled buffer. It is full of secrets, and a handler may still be sending it when its call
/// has ended: the last who needs it wipes it and gives it back.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    private readonly PooledBuffer _buffer;
    private readonly int _length;
    private int _holders = 1;

    public RequestBody(PooledBuffer buffer)
    {
        _buffer = buffer;
        _length = buffer.Length;
    }

    /// <summary>Only for who holds the body.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.Written;

    /// <summary>Content for one request; the body stays for the next.</summary>
    public HttpContent ToContent() => new Content(this);

    /// <summary>Ends the owner's part, once.</summary>
    public void Dispose() => Release();

    private void Hold()
    {
        int holders;
        do
        {
            holders = Volatile.Read(ref _holders);
            if (holders == 0)
                throw new ObjectDisposedException(nameof(RequestBody), "The call has ended; its body is not sent any more.");
        }
        while (Interlocked.CompareExchange(ref _holders, holders + 1, holders) != holders);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            _buffer.Dispose();
    }

    private sealed class Content(RequestBody body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            body.Hold();
            try
            {
                await body._buffer.WriteToAsync(stream).ConfigureAwait(false);
            }
            finally
            {
                body.Release();
            }
        }

#if NET
        /// <summary>For a handler of the caller's that reads the body without waiting.</summary>
        protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            body.Hold();
            try
            {
                stream.Write(body.Bytes);
            }
            finally
            {
                body.Release();
            }
        }
#endif

        protected override bool TryComputeLength(out long length)
        {
            length = body._length;
            return true;
        }
    }
}
